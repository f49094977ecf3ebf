/**
 * vLLM's own flags, by their names in camel case. Each is passed only when it is set, since not every version of vLLM
 * knows every flag.
 *
 * @see https://docs.vllm.ai/en/stable/cli/serve.html
 */
export interface VllmFlags {
  /**
   * Longest context in tokens (`--max-model-len`).
   *
   * @default - the model's own
   */
  readonly maxModelLen?: number;

  /**
   * Part of the GPU's memory that vLLM takes, 0 to 1 (`--gpu-memory-utilization`).
   *
   * @default - vLLM's (0.9)
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Over how many GPUs each layer is split (`--tensor-parallel-size`).
   *
   * @default - `gpuCount`
   */
  readonly tensorParallelSize?: number;

  /**
   * Over how many stages the layers are spread (`--pipeline-parallel-size`).
   *
   * @default - vLLM's (1)
   */
  readonly pipelineParallelSize?: number;

  /**
   * Type of weights and activations, such as `bfloat16` (`--dtype`).
   *
   * @default - vLLM's (auto)
   */
  readonly dtype?: string;

  /**
   * Quantization method, such as `awq` (`--quantization`).
   *
   * @default - the model's own
   */
  readonly quantization?: string;

  /**
   * Type of the KV cache, such as `fp8` (`--kv-cache-dtype`).
   *
   * @default - vLLM's (auto)
   */
  readonly kvCacheDtype?: string;

  /**
   * Most sequences in one step (`--max-num-seqs`).
   *
   * @default - vLLM's
   */
  readonly maxNumSeqs?: number;

  /**
   * Most tokens in one step (`--max-num-batched-tokens`).
   *
   * @default - vLLM's
   */
  readonly maxNumBatchedTokens?: number;

  /**
   * Seed of random numbers (`--seed`).
   *
   * @default - vLLM's
   */
  readonly seed?: number;

  /**
   * Reuse the KV cache of equal prompt beginnings (`--enable-prefix-caching`). Its timing tells clients of one
   * service what others have asked: switch it off where clients must not know of each other.
   *
   * @default - vLLM's (on)
   */
  readonly enablePrefixCaching?: boolean;

  /**
   * Run without CUDA graphs (`--enforce-eager`).
   *
   * @default false
   */
  readonly enforceEager?: boolean;

  /**
   * Let the model choose tools (`--enable-auto-tool-choice`). Goes with `toolCallParser`.
   *
   * @default false
   */
  readonly enableAutoToolChoice?: boolean;

  /**
   * Parser of tool calls, such as `hermes` (`--tool-call-parser`).
   *
   * @default - none
   */
  readonly toolCallParser?: string;

  /**
   * Parser of reasoning, such as `deepseek_r1` (`--reasoning-parser`).
   *
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * Run code that comes with the model (`--trust-remote-code`). The code then reads prompts and answers.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * Seconds that vLLM itself leaves running requests at TERM (`--shutdown-timeout`, from vLLM 0.18 on). The drain
   * before it works with every version.
   *
   * @default - not passed
   */
  readonly shutdownTimeout?: number;
}
