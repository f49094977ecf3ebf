import { isSet, when, type Input, text } from '../../helm';
import type { VllmFlags } from './flags-props';

interface Flag {
  readonly prop: keyof VllmFlags;
  readonly flag: string;
  /** How the value is given: after the flag, or by the flag being there. */
  readonly form: 'value' | 'present-if-true' | 'on-or-off';
}

/** vLLM's own flags. Each is left out unless it is set, since not every version of vLLM knows every flag. */
const flags: readonly Flag[] = [
  { prop: 'maxModelLen', flag: '--max-model-len', form: 'value' },
  { prop: 'gpuMemoryUtilization', flag: '--gpu-memory-utilization', form: 'value' },
  { prop: 'pipelineParallelSize', flag: '--pipeline-parallel-size', form: 'value' },
  { prop: 'dtype', flag: '--dtype', form: 'value' },
  { prop: 'quantization', flag: '--quantization', form: 'value' },
  { prop: 'kvCacheDtype', flag: '--kv-cache-dtype', form: 'value' },
  { prop: 'maxNumSeqs', flag: '--max-num-seqs', form: 'value' },
  { prop: 'maxNumBatchedTokens', flag: '--max-num-batched-tokens', form: 'value' },
  { prop: 'seed', flag: '--seed', form: 'value' },
  { prop: 'toolCallParser', flag: '--tool-call-parser', form: 'value' },
  { prop: 'reasoningParser', flag: '--reasoning-parser', form: 'value' },
  { prop: 'shutdownTimeout', flag: '--shutdown-timeout', form: 'value' },
  { prop: 'enablePrefixCaching', flag: 'enable-prefix-caching', form: 'on-or-off' },
  { prop: 'enforceEager', flag: '--enforce-eager', form: 'present-if-true' },
  { prop: 'enableAutoToolChoice', flag: '--enable-auto-tool-choice', form: 'present-if-true' },
  { prop: 'trustRemoteCode', flag: '--trust-remote-code', form: 'present-if-true' },
];

/** Flags that the construct sets itself; in `extraArgs` they would break probes, the Service or TNG, or show the key. */
export const reservedFlags: readonly string[] = [
  '--host',
  '--port',
  '--api-key',
  '--served-model-name',
  '--uds',
  '--ssl-keyfile',
  '--ssl-certfile',
  '--root-path',
];

/** List items with the flags that are set. */
export function flagItems(p: Input<VllmFlags>): unknown[] {
  return flags.map(({ prop, flag, form }) => {
    const value = p[prop];
    if (form === 'value') return when(isSet(value), () => text`${flag}=${value}`);
    const test = value as Input<boolean>;
    if (form === 'present-if-true') return when(isTrue(test), flag);
    return when(isSet(value), () => when(isTrue(test), `--${flag}`, `--no-${flag}`));
  });
}

function isTrue(value: Input<boolean> | undefined): Input<boolean> {
  return value ?? false;
}
