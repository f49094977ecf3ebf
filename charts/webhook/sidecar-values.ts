import { z } from 'zod';
import { section, struct } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { defaultSidecars } from '../../constructs/webhook/defaults';
import type { Component } from '../../injection';

// each limit is that of the webhook, which reads the templates: what it would refuse is refused before
const step = '[a-z0-9]+([._-]+[a-z0-9]+)*';
const host = '[A-Za-z0-9.-]+(:[0-9]+)?';
// what has neither a dot nor a port is no host, but a step below the registry
const namedHost = '(localhost|[A-Za-z0-9-]*\\.[A-Za-z0-9.-]*(:[0-9]+)?|[A-Za-z0-9-]+:[0-9]+)';
const imageName = new RegExp(`^((${namedHost}/)?${step}(/${step})*)$`);
export const registryPath = new RegExp(`^(${host}(/${step})*)$`);

export const digest = z
  .string()
  .regex(/^(sha256:[0-9a-f]{64})?$/)
  .optional();
export const tag = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
export const pullPolicy = z.enum(['Always', 'IfNotPresent', 'Never']);

const amounts = z.record(
  z
    .string()
    .regex(/^(cpu|memory|ephemeral-storage|[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/),
  z.union([z.string().regex(/^[0-9]+(\.[0-9]+)?([EPTGMk]i?|[mun]|[eE][0-9]+)?$/), z.number().min(0)]),
);

/** Requests and limits of a sidecar. */
const resources = struct(z.strictObject({ requests: amounts.optional(), limits: amounts.optional() }));

function sidecar(component: Component, what: string) {
  const { image, version, imagePullPolicy, command, resources: amountsOf } = defaultSidecars[component];
  return section(
    {
      image: z
        .string()
        .max(128)
        .regex(imageName)
        .default(image)
        .meta({
          description: `Image without a tag: a name below registry, or a whole one such as registry.example.com/team/${image}.`,
        }),
      version: tag.default(version).meta({ description: 'Tag where the options of a Pod name none.' }),
      digest: digest.meta({
        description: 'Digest. Then the version is only told, and what runs is the digest.',
        example: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      }),
      imagePullPolicy: pullPolicy.default(imagePullPolicy).meta({ description: 'When nodes fetch the image.' }),
      command: z
        .array(z.string().regex(/^[ -~]+$/))
        .min(1)
        .default([...command])
        .meta({ description: "The program, and arguments that come before the sidecar script's own." }),
      resources: resources.default(amountsOf as never).meta({ description: 'Requests and limits.' }),
      securityContext: kubernetes.securityContext
        .default({})
        .meta({ description: 'Security context, laid over what the sidecar needs.' }),
    },
    what,
  );
}

/** How the four sidecars are made. A change reaches Pods that are created afterwards. */
export const sidecars = section(
  {
    aa: sidecar('aa', 'The attestation agent.'),
    cdh: sidecar('cdh', 'The confidential data hub, which fetches the key.'),
    tng: sidecar('tng', 'The trusted network gateway.'),
    cachefs: sidecar('cachefs', 'The sidecar that decrypts the model.'),
  },
  'The four sidecars. AA, CDH and TNG must come from one version set.',
);
