import type { Problem } from '../../problems';
import { gpusPerNode, optionsOf, versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import { fewGpus, noEvidence, noGpus, unsupportedAddress, unsupportedTrustee } from './problems';

/** The only version whose files and routes the scripts know. */
export const trusteeVersion = '1.5.2';

/** What the server of Trustee needs to know of a deployment. */
export interface ServerSettings {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** The key's path: three segments. */
  readonly keyPath: string;
  /** How many GPUs the evidence of a node must prove; 0 where none is demanded. */
  readonly gpus: number;
}

// where the services listen on 127.0.0.1, and where those of a Trustee as it comes would
const takenPorts: readonly number[] = [8080, 8082, 18081, 50003, 50004, 50005];

export function serverSettings(described: Description): ServerSettings {
  const { trustee, model } = described;
  const url = new URL(trustee.address);
  const isSecure = url.protocol === 'https:';
  const standardPort = isSecure ? 443 : 80;
  return {
    scheme: isSecure ? 'https' : 'http',
    host: url.hostname,
    port: url.port === '' ? standardPort : Number(url.port),
    keyPath: model.keyId.replace('kbs:///', ''),
    gpus: optionsOf(described).gpuRaEnable ? gpusPerNode(described) : 0,
  };
}

/** Why there can be no runbook for a description. */
export function runbookFindings(described: Description): Problem[] {
  const { address } = described.trustee;
  const { host, port } = serverSettings(described);
  const { trustee } = versionsOf(described);
  const wrongAddress = (reason: string): Problem => unsupportedAddress.at('/trustee/address', { address, reason });
  const found: Problem[] = [];
  if (!/\/api\/?$/.test(address) || new URL(address).pathname.replace(/\/$/, '') !== '/api')
    found.push(wrongAddress('the gateway of Trustee answers below /api'));
  if (host.startsWith('[')) found.push(wrongAddress('the host must be a name or an IPv4 address'));
  if (takenPorts.includes(port)) found.push(wrongAddress(`port ${port} is taken by a service of Trustee itself`));
  if (trustee !== trusteeVersion) found.push(unsupportedTrustee.at('/versions/trustee', { version: trustee }));
  if (optionsOf(described).gpuRaEnable && gpusPerNode(described) === 0)
    found.push(noGpus.at('/cluster/gpusPerNode', {}));
  if (gpusPerNode(described) < described.vllm.gpuCount)
    found.push(
      fewGpus.at('/cluster/gpusPerNode', { perNode: gpusPerNode(described), perPod: described.vllm.gpuCount }),
    );
  if (!optionsOf(described).tdxRaEnable) found.push(noEvidence.at('/vllm/caiOptions/tdx-ra-enable', {}));
  return found;
}
