import { z } from 'zod';
import { section } from '../../helm';
import { dnsLabel, dnsSubdomain } from '../../helm/kubernetes';
import { defaultVersionSet, versionSetNames, versionSets } from '../../injection';
import { optionField } from './option-fields';

/** Which cluster. */
export const cluster = section(
  {
    context: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .meta({ description: 'Context of the kubeconfig; the current one without it.', example: 'ack-beijing' }),
    region: z
      .string()
      .regex(/^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$/, 'the id of a region, such as cn-beijing')
      .optional()
      .meta({ description: 'Region of cluster and bucket.', example: 'cn-beijing' }),
    gpusPerNode: z.int().min(1).max(64).optional().meta({
      description:
        'GPUs of a node. The evidence shows all of them, and the policies demand exactly so many; without it they demand vllm.gpuCount.',
      example: 8,
    }),
  },
  'The cluster with the confidential nodes.',
);

/** Which components run. */
export const versions = section(
  {
    set: z
      .enum(versionSetNames)
      .default(defaultVersionSet.name)
      .meta({
        description: `Version set. ${versionSets.map(({ name, description }) => `${name}: ${description}. `).join('')}Nothing works across the sets.`,
      }),
    aa: optionField('aa-version', 'Attestation Agent; the tested version of the set without it.').optional(),
    cdh: optionField('cdh-version', 'Confidential Data Hub; the tested version of the set without it.').optional(),
    tng: optionField('tng-version', 'TNG, in the Pods and at the clients; the tested version without it.').optional(),
    cachefs: optionField('cachefs-version', 'Cachefs, which decrypts the model.').optional(),
    trustee: z
      .string()
      .regex(/^[0-9]+\.[0-9]+\.[0-9]+([-._][0-9A-Za-z._-]{0,97})?$/, 'a version, such as 1.5.2')
      .optional()
      .meta({ description: 'Trustee; the tested version of the set without it.', example: '1.5.2' }),
  },
  'Versions of the components. Leave all but the set away unless you know better.',
);

// Helm's own limit
const releaseName = dnsSubdomain.max(53);

function release(what: string, name: string, namespace: string) {
  return section(
    {
      name: releaseName.default(name).meta({ description: 'Name of the Helm release.' }),
      namespace: dnsLabel.default(namespace).meta({ description: 'Namespace that it goes to.' }),
    },
    what,
  );
}

/** Where the charts are installed, which no chart knows of itself. */
export const releases = section(
  {
    vllm: release('The chart cai-vllm: the inference service.', 'vllm', 'default'),
    webhook: release('The chart cai-webhook, one for the whole cluster.', 'cai-webhook', 'cai-system'),
    client: release('The chart tng-client, for applications of a cluster.', 'tng-client', 'default'),
  },
  'The Helm releases: what they are called, and where they go.',
);
