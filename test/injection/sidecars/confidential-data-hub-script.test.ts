import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { confidentialDataHubScript } from '../../../injection/sidecars/confidential-data-hub-script';
import { authorityPem } from '../../support/test-certificates';
import { ScriptBench, type RunningScript } from './script-bench';

const secret = Buffer.from('pass\0word \xff\n', 'latin1');
const base64 = secret.toString('base64');
const env = { CAI_CDH_CONFIG: '[kbc]\nurl = "http://192.0.2.1/$x"', CAI_KEY_ID: 'kbs:///default/type/tag' };
const call = 'hub --first -c /run/cai/confidential-data-hub.toml get-resource --resource-uri kbs:///default/type/tag';

describe('the script of the confidential data hub', () => {
  let bench: ScriptBench;
  beforeEach(() => {
    bench = new ScriptBench();
    mkdirSync(bench.path('run/cai/key'), { recursive: true });
    // waits are noted, and are over at once; what waits for the end of the Pod waits
    bench.program('sleep', '[ "$1" = 86400 ] && exec /bin/sleep 86400\ncall "$@"');
  });
  afterEach(() => {
    bench.clear();
  });

  /** The program in the place of CDH: a shell text that runs after its call is noted. */
  const start = (hub: string, shell?: string[]): RunningScript => {
    bench.program('hub', `call "$@"\n${hub}`);
    return bench.start(confidentialDataHubScript, ['hub', '--first'], env, shell);
  };
  const key = (): Buffer => readFileSync(bench.path('run/cai/key/key'));
  const files = (): string[] => readdirSync(bench.path('run/cai/key'));
  const delays = (): number[] => bench.calls.flatMap((each) => Number(/^sleep (.*)$/u.exec(each)?.[1] ?? NaN) || []);

  test('stores the key whole, for root alone, and stays', async () => {
    const script = start(`echo ${base64}; echo 'its own log' >&2`);
    await script.says('cai: attempt 1: fetched kbs:///default/type/tag');
    expect(bench.calls).toEqual([call]);
    expect(bench.read('run/cai/confidential-data-hub.toml')).toBe(`${env.CAI_CDH_CONFIG}\n`);
    expect(key()).toEqual(secret);
    expect(statSync(bench.path('run/cai/key/key')).mode & 0o777).toBe(0o600);
    expect(files()).toEqual(['key']);
    expect(script.output).toContain('its own log');
    script.terminate();
    expect(await script.ended).toBe(0);
  });

  test.each([[['/bin/sh']], [['/bin/sh', '-x']]])('never prints the key, run by %j', async (shell) => {
    const script = start(`echo ${base64}`, shell);
    await script.says('fetched');
    script.terminate();
    await script.ended;
    expect(script.output).not.toContain(base64.slice(0, 8));
    expect(script.output).not.toContain('word');
  });

  test('shows no part of the key before all of it is there', async () => {
    const script = start(
      `printf ${base64.slice(0, 8)}; until [ -e "$BENCH/go" ]; do /bin/sleep 0.02; done; echo ${base64.slice(8)}`,
    );
    await bench.called('get-resource');
    await bench.appears('run/cai/key/.printed');
    expect(files()).not.toContain('key');
    expect(statSync(bench.path('run/cai/key/.printed')).mode & 0o777).toBe(0o600);
    bench.write('go', '');
    await script.says('fetched');
    expect(key()).toEqual(secret);
  });

  const secure = { CAI_CDH_CONFIG: '[kbc]\nurl = "https://192.0.2.1/api"\n', CAI_KEY_ID: env.CAI_KEY_ID };
  const seen = 'echo "file=$SSL_CERT_FILE dir=$SSL_CERT_DIR variable=$CAI_TRUSTEE_AUTHORITIES" >&2';
  const startWith = (more: Record<string, string>, hub: string): RunningScript => {
    bench.program('hub', hub);
    return bench.start(confidentialDataHubScript, ['hub'], { ...secure, ...more });
  };

  test('lets the program believe the authorities that it is given, and no others', async () => {
    const image = { SSL_CERT_FILE: '/etc/ssl/of-the-image.pem', SSL_CERT_DIR: '/etc/ssl/certs' };
    const script = startWith({ ...image, CAI_TRUSTEE_AUTHORITIES: authorityPem }, `${seen}; echo ${base64}`);
    await script.says('fetched');
    const folder = bench.path('run/cai/authorities');
    expect(script.output).toContain(`file=${folder}/authorities.pem dir=${folder} variable=\n`);
    expect(bench.read('run/cai/authorities/authorities.pem')).toBe(authorityPem);
    expect(readdirSync(folder)).toEqual(['authorities.pem']);
  });

  test('leaves the image alone where it is given none', async () => {
    const script = startWith({ SSL_CERT_FILE: '/image.pem' }, `${seen}; echo ${base64}`);
    await script.says('fetched');
    expect(script.output).toContain('file=/image.pem dir= variable=\n');
    expect(bench.exists('run/cai/authorities')).toBe(false);
  });

  test('ends where the authorities cannot be stored', async () => {
    bench.write('run/cai/authorities', 'a file in the way');
    const script = startWith({ CAI_TRUSTEE_AUTHORITIES: authorityPem }, `echo ${base64}`);
    expect(await script.ended).toBe(1);
    expect(script.output).toContain('cai: cannot store the certificates of the authorities of Trustee\n');
  });

  const given = { CAI_TRUSTEE_AUTHORITIES: authorityPem };
  test.each([
    ['nothing says so once', {}, 1],
    ['/etc/ssl/certs/ca-certificates.crt is silent', {}, 0],
    ['/etc/pki/tls/certs/ca-bundle.crt is silent', {}, 0],
    ['nothing, and is given some, is silent', given, 0],
    ['nothing, and has no use for any, is silent', { CAI_CDH_CONFIG: env.CAI_CDH_CONFIG }, 0],
  ])('where the image has %s', async (image, more, times) => {
    if (image.startsWith('/')) bench.write(image.split(' ')[0] ?? '', 'certificates');
    const script = startWith(more, 'exit 101');
    await script.says('attempt 3: no key');
    expect(script.output.split('cai: this image knows no certificate authority').length - 1).toBe(times);
  });

  const failures = [
    ['ends with 101', 'echo why >&2; exit 101', 'the program ended with exit code 101; its messages are above'],
    ['prints the key and fails', `echo ${base64}; exit 101`, 'the program ended with exit code 101'],
    ['prints something else', 'echo "{not base64}"', 'what the program printed is not base64'],
    ['prints nothing', ':', 'the key is empty'],
  ] as const;

  test.each(failures)('asks again when the program %s', async (_what, hub, reason) => {
    const script = start(`[ -e "$BENCH/go" ] || { : > "$BENCH/go"; ${hub}; exit; }; echo ${base64}`);
    await script.says('attempt 2: fetched');
    expect(script.output).toContain(`cai: attempt 1: no key: ${reason}`);
    expect(script.output).toContain('; next attempt within 1 s');
    expect(key()).toEqual(secret);
    expect(files()).toEqual(['key']);
  });

  test.each([
    [0, [0.5, 1, 2, 4, 8, 16, 30, 30]],
    [500, [1, 2, 4, 8, 16, 32, 60, 60]],
    [65535, [0.905, 1.81, 3.62, 7.24, 14.48, 28.96, 54.3, 54.3]],
  ])('waits longer each time, up to a minute; chance %i', async (chance, expected) => {
    bench.program('od', `echo "  ${chance}"`);
    const script = start(`[ $(grep -c hub "$BENCH/calls") -gt 8 ] && echo ${base64} || exit 101`);
    await script.says('attempt 9: fetched');
    expect(delays()).toEqual(expected);
  });

  test('waits half the time where there is no chance to be had', async () => {
    bench.program('od', 'exit 127');
    const script = start(`[ $(grep -c hub "$BENCH/calls") -gt 2 ] && echo ${base64} || exit 101`);
    await script.says('attempt 3: fetched');
    expect(delays()).toEqual([0.5, 1]);
  });

  test('keeps the key of an earlier container, and removes what that one left half done', async () => {
    bench.write('run/cai/key/key', 'kept');
    bench.write('run/cai/key/.printed', base64);
    bench.write('run/cai/key/.decoded', secret);
    const script = start('exit 101');
    await bench.appears('run/cai/confidential-data-hub.toml');
    // nothing says that it has nothing to do: it ends when it is told to
    while (files().length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(bench.calls).toEqual([]);
    expect(key().toString()).toBe('kept');
  });

  test('ends at once while the program runs, whatever that does about signals', async () => {
    const script = start(`trap '' TERM INT; printf ${base64.slice(0, 8)}; while :; do /bin/sleep 1; done`);
    await bench.called('get-resource');
    await bench.appears('run/cai/key/.printed');
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(files()).toEqual([]);
  });

  test('ends at once while it waits', async () => {
    bench.program('sleep', 'call "$@"; exec /bin/sleep 86400');
    const script = start('exit 101');
    await bench.called('sleep');
    script.terminate();
    expect(await script.ended).toBe(0);
  });
});
