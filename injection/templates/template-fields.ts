import { imageTag } from '../options/option-table';
import type { SidecarTemplate } from './sidecar-templates';

/*
 * What each field of a sidecar template may be. The webhook reads templates by it, and the description of the props and values
 * takes its limits from it: zod would make the server's file twice as long. Patterns are valid in JavaScript (flag `u`) and in
 * Go (RE2).
 */

interface Ruled {
  /** What is allowed, as a phrase that completes "it must be". */
  readonly rule: string;
}

/** A text that matches an anchored pattern. */
export interface TextField extends Ruled {
  readonly type: 'text';
  readonly pattern: string;
  readonly maxLength: number;
}

/** One of a few words. */
export interface ChoiceField extends Ruled {
  readonly type: 'choice';
  readonly choices: readonly string[];
}

/** A list of at least one text. */
export interface WordsField extends Ruled {
  readonly type: 'words';
  readonly pattern: string;
}

/** An object with no other keys; `amounts` says what is below each of them, where that is checked. */
export interface ObjectField extends Ruled {
  readonly type: 'object';
  readonly keys: readonly string[];
  readonly amounts?: AmountsField;
}

/** An object of quantities: numbers that are not negative, or texts. */
export interface AmountsField extends Ruled {
  /** Pattern of the keys: names of resources. */
  readonly names: string;
  readonly nameRule: string;
  readonly pattern: string;
  readonly amountRule: string;
}

export type TemplateField = TextField | ChoiceField | WordsField | ObjectField;

/** A step of an image's name, and the host before the first of them. */
export const imageStep = '[a-z0-9]+([._-]+[a-z0-9]+)*';
export const imageHost = '[A-Za-z0-9.-]+(:[0-9]+)?';

const label = '[a-z0-9]([-a-z0-9.]*[a-z0-9])?';

/** Every field, in the order in which they are checked. */
export const templateFields = {
  image: {
    type: 'text',
    rule: 'the name of an image without tag and digest, such as "registry.example.com/product/tng"; "version" and "digest" hold those',
    pattern: `^(${imageHost}/)?${imageStep}(/${imageStep})*$`,
    maxLength: 255,
  },
  digest: {
    type: 'text',
    rule: 'a digest: "sha256:" and 64 hexadecimal digits',
    pattern: '^sha256:[0-9a-f]{64}$',
    maxLength: 71,
  },
  version: {
    type: 'text',
    rule: 'an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
    pattern: `^${imageTag}$`,
    maxLength: 128,
  },
  imagePullPolicy: {
    type: 'choice',
    rule: '"Always", "IfNotPresent" or "Never"',
    choices: ['Always', 'IfNotPresent', 'Never'],
  },
  command: {
    type: 'words',
    rule: 'a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
    pattern: '^[ -~]+$',
  },
  resources: {
    type: 'object',
    rule: 'resources such as {"requests": {"cpu": "50m"}, "limits": {"memory": "256Mi"}}',
    keys: ['requests', 'limits'],
    amounts: {
      rule: 'quantities by resource, such as {"cpu": "250m", "memory": "512Mi"}',
      nameRule: 'a resource: "cpu", "memory", "ephemeral-storage" or a name with a prefix such as "example.com/device"',
      amountRule: 'a quantity such as "250m" or "512Mi", not negative',
      names: `^(cpu|memory|ephemeral-storage|${label}/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$`,
      pattern: '^[0-9]+(\\.[0-9]+)?([EPTGMk]i?|[mun]|[eE][0-9]+)?$',
    },
  },
  securityContext: {
    type: 'object',
    rule: 'a container\'s securityContext, such as {"readOnlyRootFilesystem": true}',
    keys: [
      'allowPrivilegeEscalation',
      'appArmorProfile',
      'capabilities',
      'privileged',
      'procMount',
      'readOnlyRootFilesystem',
      'runAsGroup',
      'runAsNonRoot',
      'runAsUser',
      'seLinuxOptions',
      'seccompProfile',
    ],
  },
} as const satisfies Record<keyof SidecarTemplate, TemplateField>;
