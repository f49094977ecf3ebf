import { z } from 'zod';
import { isSet, text, when, type Input } from '../../helm';

/*
 * vLLM's own flags, by their names in camel case (https://docs.vllm.ai/en/stable/cli/serve.html). Each is passed only
 * when it is set, since not every version of vLLM knows every flag. A new one is a line here: prop, value, limits,
 * documentation and argument come of it. What is true or false is passed by being there: with a default only when it is
 * true, without one as --flag or --no-flag.
 */

const tokens = z.int().min(1).max(100_000_000).optional();
const word = z
  .string()
  .regex(/^([A-Za-z0-9][A-Za-z0-9_.-]*)?$/, 'one word of letters, digits, dots, dashes and underscores')
  .optional();

export const flags = {
  maxModelLen: tokens.meta({
    description: 'Longest context in tokens.',
    example: 32768,
    without: "the model's own",
  }),
  gpuMemoryUtilization: z.number().min(0.01).max(1).optional().meta({
    description: "Part of the GPU's memory that vLLM takes.",
    example: 0.9,
    without: "vLLM's (0.9)",
  }),
  pipelineParallelSize: z.int().min(1).max(64).optional().meta({
    description: 'Over how many stages the layers are spread.',
    example: 1,
    without: "vLLM's (1)",
  }),
  dtype: z
    .enum(['auto', 'half', 'float16', 'bfloat16', 'float', 'float32'])
    .optional()
    .meta({
      enumeration: 'ModelDtype',
      about: 'Type of the weights and activations of a model.',
      words: {
        auto: "The model's own, with half precision for float32.",
        half: 'Half precision, as float16.',
        float16: 'Half precision.',
        bfloat16: 'Half precision with the range of float32.',
        float: 'Single precision, as float32.',
        float32: 'Single precision.',
      },
      description: 'Type of weights and activations.',
      example: 'bfloat16',
      without: "vLLM's (auto)",
    }),
  quantization: word.meta({ description: 'Quantization method.', example: 'awq', without: "the model's own" }),
  kvCacheDtype: word.meta({ description: 'Type of the KV cache.', example: 'fp8', without: "vLLM's (auto)" }),
  maxNumSeqs: tokens.meta({ description: 'Most sequences in one step.', example: 256, without: "vLLM's" }),
  maxNumBatchedTokens: tokens.meta({ description: 'Most tokens in one step.', example: 8192, without: "vLLM's" }),
  seed: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .optional()
    .meta({ description: 'Seed of random numbers.', example: 0, without: "vLLM's" }),
  toolCallParser: word.meta({ description: 'Parser of tool calls.', example: 'hermes', without: 'none' }),
  reasoningParser: word.meta({ description: 'Parser of reasoning.', example: 'deepseek_r1', without: 'none' }),
  shutdownTimeout: z.int().min(0).max(86400).optional().meta({
    description:
      'Seconds that vLLM itself leaves running requests at TERM, from vLLM 0.18 on. The drain before it works with every version.',
    example: 30,
    without: 'not passed',
  }),
  enablePrefixCaching: z
    .boolean()
    .optional()
    .meta({
      description: `Reuse the KV cache of equal prompt beginnings.
Its timing tells clients of one service what others have asked: set false where they must not know of each other.`,
      example: false,
      without: "vLLM's (on)",
    }),
  enforceEager: z.boolean().default(false).meta({ description: 'Run without CUDA graphs.' }),
  enableAutoToolChoice: z
    .boolean()
    .default(false)
    .meta({ description: 'Let the model choose tools. Goes with toolCallParser.' }),
  trustRemoteCode: z.boolean().default(false).meta({
    description: 'Run code that comes with the model. The code then reads prompts and answers.',
  }),
};

/** The flag of a value: its name in vLLM's spelling. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flags, each named in the first sentence of what is said of it. */
export const documentedFlags = Object.fromEntries(
  Object.entries(flags).map(([key, flag]) => {
    const said = (flag.meta()?.description ?? '').replace(/\.(?=\s|$)/, ` (${flagOf(key)}).`);
    return [key, flag.meta({ ...flag.meta(), description: said })];
  }),
) as unknown as typeof flags;

type FlagInputs = Readonly<Partial<Record<keyof typeof flags, Input<string | number | boolean>>>>;

/** List items with the flags that are set. */
export function flagItems(p: FlagInputs): unknown[] {
  return Object.entries(flags).map(([key, schema]) => {
    const value = p[key as keyof typeof flags];
    const flag = flagOf(key);
    if (schema instanceof z.ZodDefault) return when(value as Input<boolean>, flag);
    if (!(schema.unwrap() instanceof z.ZodBoolean)) return when(isSet(value), () => text`${flag}=${value}`);
    return when(isSet(value), () => when(value as Input<boolean>, flag, flag.replace('--', '--no-')));
  });
}
