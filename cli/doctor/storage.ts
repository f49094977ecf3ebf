import { ossDriver } from '../../constructs/storage/oss-driver';
import { failed, ok, unknown, type Finding } from './finding';
import type { ClusterObject, Kubectl } from './kubectl';

/** Whether the driver that mounts the bucket is there, on every node that may run the service. */
export async function checkStorage(kubectl: Kubectl): Promise<Finding[]> {
  const [drivers, nodes] = await Promise.all([kubectl.get('csidrivers', ossDriver), kubectl.get('csinodes')]);
  const needed = `CSI driver ${ossDriver}`;
  const check = 'csi-driver';
  if (drivers === undefined || nodes === undefined)
    return [
      unknown({ check, found: 'csidrivers and csinodes may not be read', needed }, 'ask for the right to read them'),
    ];
  const having = nodes.filter(hasDriver).map(({ metadata }) => metadata?.name ?? '');
  const found = `${drivers.length === 0 ? 'not installed' : 'installed'}; on nodes: ${having.join(', ') || 'none'}`;
  const facts = { check, found, needed };
  return drivers.length > 0 && having.length > 0
    ? [ok(facts)]
    : [failed(facts, 'install the component csi-plugin (ACK console, Operations, Add-ons)')];
}

function hasDriver({ spec }: ClusterObject): boolean {
  const drivers = (spec?.drivers ?? []) as { readonly name: string }[];
  return drivers.some(({ name }) => name === ossDriver);
}
