import { createServer } from 'node:http';
import { standInTrustee } from '../../cli/trustee/stand-in';

/*
 * STAND-IN for the services of Trustee 1.5.2 behind its gateway, with every route open as the real one has them. It does
 * not read the policies and the configuration that the runbook writes.
 */
const manners = { takesSample: false, insecureKey: false, policyAllows: false, hasSigner: true, log: console.log };
createServer(standInTrustee(manners)).listen(18081, '127.0.0.1');
