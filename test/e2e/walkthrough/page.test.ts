import { isPrinted, steps } from './page';

test('the walkthrough has the commands of all six steps, in order', () => {
  const commands = [
    'cai init',
    'cai model encrypt',
    '50-key.sh',
    'cai doctor',
    'helm install cai-webhook',
    'helm install vllm',
    'kubectl get pod "$pod"',
    'cai client | sh',
    'http_proxy',
    'curl -i',
  ];
  const scripts = steps().map(({ script }) => script);
  const places = commands.map((command) => scripts.findIndex((script) => script.includes(command)));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(places).not.toContain(-1);
});

test('what the page does not print is not looked at, and what it prints is', () => {
  const [first] = steps();
  expect(first?.prints).toContain('dist/helm/cai-vllm');
  expect(steps().some(({ prints }) => prints === undefined)).toBe(true);
  expect(steps().find(({ script }) => script.includes('trustee check'))?.exitCode).toBe(1);
});

test.each<[prints: string, text: string, expected: boolean]>([
  ['a (b)\n', 'a (b)\n', true],
  ['a (b)\n', 'a b\n', false],
  ['a\n', 'a', true],
  ['a\n', 'a\nb\n', false],
  ['a … c\n', 'a b c\n', true],
  ['a … c\n', 'a b\n c\n', false],
  ['…\nz\n', 'a\nb\nz\n', true],
  ['…\nz\n', 'z\n', true],
  ['…\nz\n', 'z\na\n', false],
  ['a\nb\n', 'a\r\nb\r\n', true],
])('%j prints %j: %s', (prints, text, expected) => {
  expect(isPrinted(prints, text)).toBe(expected);
});
