import { reasonOf } from '../client/failure-reasons';
import type { Io } from '../io';
import { TrusteeClient } from '../trustee/client';
import { parseHealth } from '../trustee/health';
import { failed, ok, warning, type Finding } from './finding';

const patience = 10_000;

/** Whether Trustee can be reached from here, and its services are well. That does not tell whether the nodes reach it. */
export async function checkTrustee(io: Io, address: string): Promise<Finding> {
  const [check, needed] = ['trustee', `every service of ${address} ok`];
  try {
    const answer = await new TrusteeClient(address, patience, io.now).ask({ method: 'GET', path: '/services-health' });
    const health = parseHealth(answer);
    if (health === undefined) {
      const found = `answers with status ${answer.status} and no services`;
      return failed({ check, found, needed }, 'does the address end with /api?');
    }
    const ill = Object.entries(health).flatMap(([name, { status }]) => (status === 'ok' ? [] : [`${name}: ${status}`]));
    if (ill.length === 0) return ok({ check, found: Object.keys(health).join(', '), needed });
    return failed({ check, found: ill.join(', '), needed }, 'see `cai trustee check` and the logs on its server');
  } catch (error) {
    return warning(
      { check, found: `cannot be reached from here: ${reasonOf(error)}`, needed },
      'open port 8081 of its server for this machine and for the nodes, or run this from where it can be reached',
    );
  }
}
