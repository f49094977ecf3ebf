import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { imageHost, imageStep, templateFields } from '../../injection';

/*
 * What several constructs are told in the same way. Each says of it only what differs.
 */

const digestExample = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** The tag of an image. */
export const tag = z
  .string()
  .regex(
    new RegExp(templateFields.version.pattern),
    'an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
  );

/** The digest of an image; an empty one is none. */
export const digest = z
  .string()
  .regex(new RegExp(`^(${templateFields.digest.pattern.slice(1, -1)})?$`), '"sha256:" and 64 digits of 0-9 and a-f')
  .optional()
  .meta({ example: digestExample, without: 'the tag decides' });

export const pullPolicy = z.enum(templateFields.imagePullPolicy.choices).meta({ propType: 'ImagePullPolicy' });

interface ImageDefaults {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

interface ImageTexts {
  /** Name of the interface of the props. */
  readonly interface: string;
  readonly description: string;
  readonly without: string;
  readonly repository?: string;
  readonly tag: string;
  readonly digest?: string;
}

const digestDecides = 'Digest of the image. It decides over the tag, and only it makes sure which image runs.';

/** Keys of a container image. */
export function imageFields(defaults: ImageDefaults, texts: Omit<ImageTexts, 'interface' | 'description' | 'without'>) {
  return {
    registry: z
      .string()
      .regex(
        new RegExp(`^${imageHost}(/${imageStep})*$`),
        'a registry and a path in it, such as registry.example.com/team',
      )
      .default(defaults.registry)
      .meta({ description: 'Registry, and path within it where it mirrors others.' }),
    repository: z
      .string()
      .regex(
        new RegExp(`^${imageStep}(/${imageStep})*$`),
        'the name of an image without registry and tag: lower-case letters, digits and, between them, dots, dashes, underscores and slashes',
      )
      .default(defaults.repository)
      .meta({ description: texts.repository ?? 'Repository within the registry.' }),
    tag: tag.default(defaults.tag).meta({ description: texts.tag }),
    digest: digest.meta({ description: texts.digest ?? digestDecides }),
    pullPolicy: pullPolicy.default('IfNotPresent').meta({ description: 'When nodes fetch the image.' }),
  };
}

/** A container image. */
export function image(defaults: ImageDefaults, texts: ImageTexts) {
  const { interface: name, description, without } = texts;
  return section(imageFields(defaults, texts), { interface: name, description, without });
}

/** Name and instance, by which the objects of one service are told from those of another. */
export function identity(description: string, { defaultName, maxLength }: { defaultName: string; maxLength: number }) {
  return {
    name: z
      .string()
      .regex(
        new RegExp(`^([a-z]([-a-z0-9]{0,${maxLength - 2}}[a-z0-9])?)?$`),
        `a name of lower-case letters, digits and dashes, at most ${maxLength}, the first a letter`,
      )
      .optional()
      .meta({ description, without: `"${defaultName}"` }),
    instance: kubernetes.labelValue.optional().meta({
      description:
        'Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never change.',
      without: 'the `name`',
    }),
  };
}

export const imagePullSecrets = kubernetes.localObjectReferences
  .default([])
  .meta({ description: 'Secrets for private registries, as [{name: …}].' });

interface AmountTexts {
  readonly description: string;
  readonly without: string;
  readonly limits: string;
  readonly requests: string;
}

type Amounts = Readonly<Record<string, string>>;

/** Limits and requests. */
export function resources(defaults: { readonly limits?: Amounts; readonly requests?: Amounts }, texts: AmountTexts) {
  const { description, without } = texts;
  return section(
    {
      requests: kubernetes.resourceNames.default(defaults.requests ?? {}).meta({ description: texts.requests }),
      limits: kubernetes.resourceNames.default(defaults.limits ?? {}).meta({ description: texts.limits }),
    },
    { propType: 'k8s.ResourceRequirements', description, without },
  );
}

const labels = kubernetes.labels.default({});

/** Where Pods run, beside their affinity and how they spread. */
export const scheduling = {
  nodeSelector: labels.meta({ description: 'Labels of the nodes that may run the Pods.' }),
  tolerations: kubernetes.tolerations.default([]).meta({ description: 'Taints that the Pods tolerate.' }),
};

export const podMetadata = {
  podAnnotations: kubernetes.annotations.default({}).meta({ description: 'More annotations of the Pods.' }),
  podLabels: labels.meta({ description: 'More labels of the Pods.' }),
};
