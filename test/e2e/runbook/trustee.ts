import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { goodClaims } from '../../cli/runbook/policy-claims';
import { standInTrustee, type Manners } from '../../cli/trustee/stand-in';

/*
 * STAND-IN for the services of Trustee 1.5.2 behind its gateway, with every route open as the real one has them. It does
 * not read the policies and the configuration that the runbook writes.
 */
const fromFile = (path: string): object | undefined =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : undefined;
const manners: Manners = {
  takesSample: false,
  insecureKey: false,
  policyAllows: false,
  hasSigner: true,
  log: console.log,
  // what the steps write, to have something else claimed or answered
  get claims() {
    return { ...goodClaims, ...fromFile('/run/claims.json') };
  },
  get instead() {
    return (fromFile('/run/instead.json') ?? {}) as Manners['instead'];
  },
};
createServer(standInTrustee(manners)).listen(18081, '127.0.0.1');
