import * as fc from 'fast-check';
import { escaped, markup, trusted } from '../../../cli/report/html';
import { reportPage } from '../../../cli/report/page';
import { reportedPod } from '../../../cli/report/reported-pod';
import { podSwitches } from '../../../cli/report/pod-switches';
import { numbered } from '../../../cli/report/switches';
import { parseManifests } from '../../../cli/manifests/reading';
import { defaultTemplates } from '../../../injection';
import { hostileText } from '../../support/hostile-text';
import { faultsOf } from './page-reading';
import { anyCharacter } from '../../support/any-character';

const breakers = fc.constantFrom(
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><svg onload=alert(1)>',
  '<!-- ',
  ']]>',
  '&lt;b&gt;',
  '&#60;script&#62;',
  '</pre></details><h1>approved</h1>',
  '\u202egpj.exe',
  '\ud800',
  '\u0000<',
);
const hostile = fc.oneof(breakers, hostileText, fc.string({ unit: anyCharacter, maxLength: 20 }));

test('an escaped text ends neither an element nor an attribute, and can be read back', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const page = markup`<p title="${text}">${text}</p>`.text;
      expect(faultsOf(page.replace(' title=', ' content='))).toEqual([]);
      expect(escaped(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('an attribute without quotes is a mistake, and texts are not trusted by chance', () => {
  expect(() => markup`<p class=${'a b'}>`).toThrow(RangeError);
  expect(markup`${[1, undefined, ['<'], trusted('<b>')]}`.text).toBe('1&lt;<b>');
});

test('characters that cannot be seen, or turn what is read around, are written out', () => {
  expect(escaped('a\u202eb\u0000c\u200bd\ud800')).toBe('a\\u202eb\\u0000c\\u200bd\ufffd');
});

const options = (address: string): string =>
  JSON.stringify({
    'cipher-text-volume': 'pvc-oss',
    'model-decryption-key-id': 'kbs:///default/aliyun/key',
    'trustee-address': address,
    'tng-http-secure-ports': [{ port: 8080, 'allow-insecure-request-regexes': ['^/"<b>&'] }],
  });

// what Kubernetes itself would refuse gets into a file all the same
const pods = fc
  .record({ name: hostile, image: hostile, value: hostile, key: hostile, address: hostile, source: hostile })
  .map(({ name, image, value, key, address, source }) => ({
    source,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        labels: { [key]: value },
        annotations: {
          [`x${key}`]: value,
          'trustiflux.alibaba.com/ack-cai-options': options(
            address.length % 2 === 0 ? 'http://192.0.2.10:8081/api' : `https://${address}`,
          ),
        },
      },
      spec: {
        containers: [
          {
            name: `c${name}`,
            image,
            args: [value, `--api-key=${value}`],
            env: [{ name: key, value }],
            ports: [{ containerPort: 8080, name: 'http' }],
            volumeMounts: [{ name: 'model', mountPath: `/${value}` }],
            livenessProbe: { httpGet: { path: `/${key}`, port: 8080 } },
          },
        ],
        volumes: [{ name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss' } }],
      },
    },
  }));

test('no text of a Pod breaks out of the page', () => {
  let isProtected = 0;
  fc.assert(
    fc.property(pods, ({ object, source }) => {
      const [document] = parseManifests(JSON.stringify(object), source);
      const [read] = document?.objects ?? [];
      if (!read) throw new Error('there is no object');
      const pod = reportedPod(read, defaultTemplates, { origin: 'given', source });
      if (!pod) throw new Error('there is no Pod');
      if (pod.protection) isProtected += 1;
      const switches = numbered(podSwitches(pod, { hasProtected: true }));
      const subject = { title: pod.title, inputs: [{ name: source, mark: source }], pods: [pod], switches };
      const page = reportPage(subject, { date: '2026-11-24', version: '0.1.0' });
      expect(faultsOf(page)).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(isProtected).toBeGreaterThan(10);
});
