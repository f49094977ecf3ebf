import { processIo } from './process-io';
import { run } from './run';

const io = processIo();
run(process.argv.slice(2), io).then(
  (code) => {
    // not process.exit: what is still on its way to a pipe would be lost
    process.exitCode = code;
    process.stdin.destroy();
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
