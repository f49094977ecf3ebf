import * as fc from 'fast-check';
import { mask, plainSecrets, withoutSecrets } from '../../../cli/report/masking';
import type { JsonObject } from '../../../injection';

const secret = 'sk-value/of+a.secret';
const podOf = (args: string[]): JsonObject => ({
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'inference-service', args }] },
});
const shown = (...args: string[]): string => JSON.stringify(withoutSecrets(podOf(args), false));

/** What vLLM, or a shell, reads as a secret. */
const secrets: readonly (readonly [string[], found: string])[] = [
  [['--api-key', secret], '--api-key'],
  [[`--api_key=${secret}`], '--api_key'],
  [[`--api_key.x=${secret}`], '--api_key.x'],
  [['--api-k', secret], '--api-k'],
  [[`--hf-t=${secret}`], '--hf-t'],
  [[`--api-key=first\n${secret}`], '--api-key'],
  [[`--api-key ${secret}`], '--api-key'],
  [['-c', `exec vllm serve /m --api-key ${secret} --port 8080`], '--api-key'],
  [['-c', `exec vllm serve /m --api_key="${secret}" --port 8080`], '--api_key'],
  [['-c', `VLLM_API_KEY=${secret} vllm serve /m`], 'VLLM_API_KEY'],
  [['-c', `export HF_TOKEN='${secret}'; vllm serve /m`], 'HF_TOKEN'],
];

test.each(secrets)('%j: the secret is masked, and told of', (args, found) => {
  const text = shown(...args);
  expect(text).not.toContain(secret);
  expect(text).toContain(mask);
  expect(plainSecrets({ name: 'a', args })).toEqual([found]);
});

test.each([
  [['--max-model-len', '4096']],
  [['--max-num-batched-tokens=8']],
  [['-c', 'vllm serve /m --port 8080 --kv-cache-dtype fp8; MAX_TOKENS=1']],
  [['--api-server-count', '2']],
  [['-c', 'VLLM_API_KEY="$(cat /run/secrets/vllm/api-key)"\n[ -n "$VLLM_API_KEY" ]\nexec vllm serve "$@"']],
])('%j is shown as it is', (args) => {
  expect(shown(...args)).toBe(JSON.stringify(podOf(args)));
  expect(plainSecrets({ name: 'a', args })).toEqual([]);
});

test('whatever stands around it', () => {
  const words = fc.array(fc.constantFrom('vllm', '--port', '8080', '-c', '"x"', '--max-model-len=1', "it's"));
  fc.assert(
    fc.property(words, words, fc.constantFrom(' ', '=', '  '), (before, after, between) => {
      const script = [...before, `--api_key${between}${secret}`, ...after].join(' ');
      expect(shown('sh', '-c', script)).not.toContain(secret);
    }),
  );
});
