import { z } from 'zod';
import { props, section, struct, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { components, defaultTemplates, imageHost, imageStep, templateFields, type Component } from '../../injection';
import { digest, identity, pullPolicy, tag } from '../kubernetes/schema';
import { optionsOfPods } from '../options/options-of-pods';

/** Name of the webhook whose sidecars are described. */
export const defaultWebhookName = 'cai-webhook';

const { sidecars: vendor, allowSampleEvidence } = defaultTemplates;

/** Where the vendor publishes the images of the sidecars. */
const vendorRegistry = vendor.aa.image.replace(/\/[^/]*$/, '');

const vendorImage = (component: Component): string => vendor[component].image.slice(vendorRegistry.length + 1);

// each limit is that of the webhook, which reads the templates: what it would refuse is refused before
// what has neither a dot nor a port is no host, but a step below the registry
const namedHost = '(localhost|[A-Za-z0-9-]*\\.[A-Za-z0-9.-]*(:[0-9]+)?|[A-Za-z0-9-]+:[0-9]+)';
const imageName = new RegExp(`^((${namedHost}/)?${imageStep}(/${imageStep})*)$`);
const registryPath = new RegExp(`^(${imageHost}(/${imageStep})*)$`);

const { command: words, resources: ofResources } = templateFields;

const amounts = z.record(
  z.string().regex(new RegExp(ofResources.amounts.names), 'the name of a resource, such as cpu or nvidia.com/gpu'),
  z.union([
    z.string().regex(new RegExp(ofResources.amounts.pattern), 'a quantity, such as 500m or 2Gi'),
    z.number().min(0),
  ]),
);

const resources = struct(
  z.strictObject({ requests: amounts.optional(), limits: amounts.optional() }),
  'k8s.ResourceRequirements',
);

function sidecar(component: Component, description: string) {
  const { version, imagePullPolicy, command, resources: amountsOf } = vendor[component];
  return section(
    {
      image: z
        .string()
        .max(128)
        .regex(imageName, 'the name of an image without tag and digest, such as tng or registry.example.com/team/tng')
        .default(vendorImage(component))
        .meta({
          description:
            'Image without a tag: a name below registry, or a whole one such as registry.example.com/team/tng.',
          without: `the vendor's name: ${components.map(vendorImage).join(', ')}`,
        }),
      version: tag.default(version).meta({
        description: 'Tag where the options of a Pod name none.',
        without: components.map((one) => `${one} ${vendor[one].version}`).join(', '),
      }),
      digest: digest.meta({
        description: 'Digest of the image. Then the version is only told, and what runs is the digest.',
        without: 'the version decides',
      }),
      imagePullPolicy: pullPolicy.default(imagePullPolicy).meta({ description: 'When nodes fetch the image.' }),
      command: z
        .array(z.string().regex(new RegExp(words.pattern), 'a text of printable ASCII characters'))
        .min(1)
        .default([...command])
        .meta({
          description: "The program, and arguments that come before the sidecar script's own.",
          without: "the vendor's program, by its name",
        }),
      resources: resources.default(amountsOf as z.infer<typeof resources>).meta({
        description: 'Requests and limits.',
        without: 'a small request, and a limit of the memory',
      }),
      securityContext: kubernetes.securityContext.default({}).meta({
        description: 'Security context, laid over what the sidecar needs.',
        without: 'what the sidecar needs',
      }),
    },
    { interface: 'SidecarProps', about: 'How one sidecar is made.', description, without: "the vendor's" },
  );
}

/** The four sidecars. */
export const sidecars = {
  aa: sidecar('aa', 'The attestation agent.'),
  cdh: sidecar('cdh', 'The confidential data hub, which fetches the key.'),
  tng: sidecar('tng', 'The trusted network gateway.'),
  cachefs: sidecar('cachefs', 'The sidecar that decrypts the model.'),
} as const;

/** What an installation decides about the sidecars. */
export const sidecarFields = {
  registry: z
    .string()
    .max(120)
    .regex(registryPath, 'a registry and a path in it, such as registry.example.com/team')
    .default(vendorRegistry)
    .meta({
      description: 'Registry, and path within it, of the sidecar images that name no registry of their own.',
    }),
  ...sidecars,
  unsafeAllowSampleEvidence: z.boolean().default(allowSampleEvidence).meta({
    description:
      'Let Pods switch off attestation of TDX and GPU. Anybody can then get their key: for tests without the hardware only.',
  }),
} as const;

/** Authorities of Trustee's certificate, as PEM. */
export const trusteeAuthorities = z.string().optional().meta({
  description:
    "Authorities of the certificate that Trustee shows with https, where a Pod names none: certificates as PEM, instead of those in the sidecars' images, which may be none. Never a key.",
  without: 'those in the images',
  secret: true,
});

/** How the four sidecars are made. */
export const sidecarSet = props(sidecarFields, {
  interface: 'SidecarSetProps',
  description: 'How the four sidecars are made. AA, CDH and TNG must come from one version set.',
});

/** The templates of the sidecars that one webhook injects. */
export const sidecarTemplates = props(
  {
    ...sidecarFields,
    trusteeAuthorities,
    ...identity("First part of the ConfigMap's name, which ends in `-templates`.", {
      defaultName: defaultWebhookName,
      maxLength: 50,
    }),
  },
  {
    interface: 'SidecarTemplatesProps',
    extends: ['SidecarSetProps'],
    description: 'The sidecars that a webhook injects.',
  },
);

/** How a workload is protected at synth time. */
export const caiInjection = props(
  {
    options: optionsOfPods.optional().meta({
      ...optionsOfPods.meta(),
      description:
        "The options of the Pods. They are put into the template's annotation, in the place of any that are there.",
      without: 'the annotation that the template has',
    }),
    sidecars: section(sidecarFields, {
      interface: 'SidecarSetProps',
      about: 'How the four sidecars are made. AA, CDH and TNG must come from one version set.',
      description: 'How the sidecars are made.',
      without: "the vendor's images",
    }),
    trusteeAuthorities,
  },
  { interface: 'CaiInjectionProps', description: 'How a workload is protected at synth time.' },
);

/** The settled props of the four sidecars. */
export type SidecarInputs = Input<z.infer<typeof sidecarSet>>;
