import { gpusPerNode, optionsOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Io } from '../io';
import { checkAccess } from './access';
import { checkApiServer } from './api-server';
import type { Finding } from './finding';
import { Kubectl } from './kubectl';
import { checkNodes } from './nodes';
import { checkStorage } from './storage';
import { checkTrustee } from './trustee';
import { checkWebhook } from './webhook';

/** How a cluster is looked at. */
export interface Examination {
  /** Context of the kubeconfig. @default - that of the description, or the current one */
  readonly context?: string;
  /** Whether Pods look at the nodes themselves. */
  readonly probeNodes?: boolean;
  readonly probeImage: string;
}

/** Looks at everything that the service needs of a cluster. */
export async function examine(io: Io, description: Description, options: Examination): Promise<Finding[]> {
  const { cluster, releases, vllm, trustee } = description;
  const { tdxRaEnable: tdx, gpuRaEnable: gpu } = optionsOf(description);
  const { namespace } = releases.vllm;
  const kubectl = new Kubectl(io, options.context ?? cluster.context);
  const server = await checkApiServer(kubectl);
  const parts = await Promise.all([
    checkNodes(kubectl, {
      selector: vllm.nodeSelector,
      gpuCount: vllm.gpuCount,
      gpusPerNode: gpusPerNode(description),
      tdx,
      gpu,
      namespace,
      ...(options.probeNodes === true ? { probeImage: options.probeImage } : {}),
    }),
    checkStorage(kubectl),
    checkWebhook(kubectl, releases.webhook.namespace, new Date()),
    checkAccess(kubectl, namespace, description),
    checkTrustee(io, trustee.address.replace(/\/$/, '')),
  ]);
  return [...server, ...parts.flat()];
}
