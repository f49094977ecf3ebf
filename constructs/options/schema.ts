import { z } from 'zod';
import { props } from '../../helm';
import { camelCase, optionTable, type OptionDescription } from '../../injection';

/*
 * The props of CaiOptions are the options of injection's table, under their names in camel case. The table's own parser
 * checks them, with its codes: nothing here does.
 */

/** One port of the options. */
export const securePort = z
  .strictObject({
    port: z.int().min(1).max(65535).meta({ description: 'Port of the Pod that TNG secures.' }),
    allowInsecureRequestRegexes: z.array(z.string()).default([]).meta({
      description:
        "Regular expressions searched in the path of a connection's first request; on a match the whole connection goes to the application in plaintext. Write `^/metrics$`, never `/metrics`.",
      without: 'nothing passes in plaintext',
    }),
  })
  .meta({ interface: 'CaiSecurePort', description: 'One port of the Pod on which TNG encrypts HTTP.' });

// what the options must have and the props need not: the claim has a name in the seed document
const usual: Readonly<Record<string, string>> = { 'cipher-text-volume': 'pvc-oss' };

function described(option: OptionDescription): z.ZodType {
  const { key, documentation } = option;
  const description = `${documentation} Write ${option.rule}.`;
  if (option.type === 'ports')
    return z.array(securePort).optional().meta({ description: documentation, without: 'every declared TCP port' });
  if (option.type === 'boolean') return z.boolean().default(option.default).meta({ description: documentation });
  if (option.type === 'authorities')
    return z.string().optional().meta({ description, without: 'those of the webhook', secret: true });
  if (option.required && usual[key] === undefined) return z.string().meta({ description });
  if (option.required)
    return z
      .string()
      .default(usual[key] ?? '')
      .meta({ description });
  return z
    .string()
    .optional()
    .meta({ description, without: `the webhook's (${option.default ?? ''})` });
}

/** Options of a confidential Pod. */
export const caiOptions = props(
  {
    ...Object.fromEntries(optionTable.map((option) => [camelCase(option.key), described(option)])),
    unsafeAllowSampleEvidence: z.boolean().default(false).meta({
      description:
        'Accept both attestations off. The key is then released on evidence that anybody can make: for tests without the hardware only.',
    }),
  },
  {
    interface: 'CaiOptionsProps',
    description: "Options of a confidential Pod, as the seed document's `caiOptions` has them.",
  },
);
