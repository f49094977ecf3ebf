// test/support/helm-binary.ts sets jest's time limit when it is loaded; where there is no jest, nothing has such a limit
Object.assign(globalThis, { jest: { setTimeout: () => undefined } });
