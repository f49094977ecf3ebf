import { z } from 'zod';
import { section } from '../../helm';
import { dnsSubdomain } from '../../helm/kubernetes';
import { defaultImage, defaultModel } from '../../constructs/vllm/defaults';

/** The image of vLLM. */
export const image = section(
  {
    registry: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$/)
      .default(defaultImage.registry)
      .meta({ description: 'Host of the registry.' }),
    repository: z
      .string()
      .regex(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
      .default(defaultImage.repository)
      .meta({ description: 'Repository within the registry.' }),
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/)
      .default(defaultImage.tag)
      .meta({
        description: "Tag. The document's driver 550.144.03 can run the default; newer images need a newer driver.",
      }),
    digest: z
      .string()
      .regex(/^(sha256:[0-9a-f]{64})?$/)
      .optional()
      .meta({
        description: 'Digest. It decides over the tag, and only it makes sure which image runs.',
        example: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      }),
    pullPolicy: z
      .enum(['Always', 'IfNotPresent', 'Never'])
      .default(defaultImage.pullPolicy)
      .meta({ description: 'When the node fetches the image.' }),
  },
  'Image of vLLM.',
);

/** The model that is served. */
export const model = section(
  {
    path: z
      .string()
      .regex(/^([A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)?$/)
      .default(defaultModel.path)
      .meta({ description: "The model's directory within the decrypted volume; empty for the volume itself." }),
    servedName: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/)
      .default(defaultModel.servedName)
      .meta({
        description: 'Name by which clients ask for the model (--served-model-name).',
      }),
  },
  'The model that is served.',
);

/** The key that clients send. */
export const apiKey = section(
  {
    existingSecret: dnsSubdomain
      .optional()
      .meta({ description: 'Secret that holds the key. It is mounted as a file.', example: 'vllm-api-key' }),
    key: z
      .string()
      .regex(/^[-_A-Za-z0-9][-._A-Za-z0-9]*$/)
      .default('api-key')
      .meta({ description: 'Key within the Secret.' }),
  },
  'A key that clients must send as bearer token. vLLM asks for it below /v1 only: /invocations, /metrics and others stay open; networkPolicy can close them.',
);

const tokens = z.int().min(1).max(100_000_000).optional();
const word = z
  .string()
  .regex(/^([A-Za-z0-9][A-Za-z0-9_.-]*)?$/)
  .optional();

/** vLLM's own flags, by their names in camel case. Only those that are set are passed. */
export const flags = {
  maxModelLen: tokens.meta({ description: 'Longest context in tokens (--max-model-len).', example: 32768 }),
  gpuMemoryUtilization: z.number().min(0.01).max(1).optional().meta({
    description: "Part of the GPU's memory that vLLM takes (--gpu-memory-utilization).",
    example: 0.9,
  }),
  tensorParallelSize: z.int().min(1).max(64).optional().meta({
    description: 'Over how many GPUs each layer is split (--tensor-parallel-size), gpuCount without it.',
    example: 1,
  }),
  pipelineParallelSize: z.int().min(1).max(64).optional().meta({
    description: 'Over how many stages the layers are spread (--pipeline-parallel-size).',
    example: 1,
  }),
  dtype: z.enum(['auto', 'half', 'float16', 'bfloat16', 'float', 'float32']).optional().meta({
    description: 'Type of weights and activations (--dtype).',
    example: 'bfloat16',
  }),
  quantization: word.meta({ description: 'Quantization method (--quantization).', example: 'awq' }),
  kvCacheDtype: word.meta({ description: 'Type of the KV cache (--kv-cache-dtype).', example: 'fp8' }),
  maxNumSeqs: tokens.meta({ description: 'Most sequences in one step (--max-num-seqs).', example: 256 }),
  maxNumBatchedTokens: tokens.meta({
    description: 'Most tokens in one step (--max-num-batched-tokens).',
    example: 8192,
  }),
  seed: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .optional()
    .meta({ description: 'Seed of random numbers (--seed).', example: 0 }),
  enablePrefixCaching: z
    .boolean()
    .optional()
    .meta({
      description: `Reuse the KV cache of equal prompt beginnings (--enable-prefix-caching).
Its timing tells clients of one service what others have asked: set false where they must not know of each other.`,
      example: false,
    }),
  enforceEager: z.boolean().default(false).meta({ description: 'Run without CUDA graphs (--enforce-eager).' }),
  enableAutoToolChoice: z
    .boolean()
    .default(false)
    .meta({ description: 'Let the model choose tools (--enable-auto-tool-choice). Goes with toolCallParser.' }),
  toolCallParser: word.meta({ description: 'Parser of tool calls (--tool-call-parser).', example: 'hermes' }),
  reasoningParser: word.meta({ description: 'Parser of reasoning (--reasoning-parser).', example: 'deepseek_r1' }),
  trustRemoteCode: z.boolean().default(false).meta({
    description: 'Run code that comes with the model (--trust-remote-code). The code then reads prompts and answers.',
  }),
  shutdownTimeout: z.int().min(0).max(86400).optional().meta({
    description: 'Seconds that vLLM itself leaves running requests at TERM (--shutdown-timeout, from vLLM 0.18 on).',
    example: 30,
  }),
};
