import { lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { cachefsHealth, cachefsScript } from '../../../injection/sidecars/cachefs-script';
import { ScriptBench, type RunningScript } from './script-bench';

// A mount is a line of mountinfo, and whatever the folder holds. `call` has noted the arguments.
const mounts = String.raw`
add() { echo "1 2 0:3 / $1 ro shared:1 - fuse.gocryptfs $BENCH/run/cai/cipher ro" >> "$BENCH/proc/self/mountinfo"; }
`;

const gocryptfs = String.raw`
call "$@"
${mounts}
for mountpoint; do :; done
[ -z "$ENDS_WITH" ] || exit "$ENDS_WITH"
cp -R "$BENCH/model/." "$mountpoint"
[ -n "$NEVER_MOUNTS" ] || add "$mountpoint"
trap 'call got TERM; [ -n "$STUBBORN" ] || exit 15' TERM
while :; do sleep 0.05; [ ! -e "$BENCH/die" ] || { rm "$BENCH/die"; kill -KILL $$; }; done`;

const mount = String.raw`
call "$@"
${mounts}
[ "$1" = --bind ] || exit 1
cp -R "$2/." "$3"
add "$3"`;

// takes the last line away, as umount takes the upper of two mounts
const umount = String.raw`
call "$@"
[ "$1" = -l ] || exit 1
info=$BENCH/proc/self/mountinfo
last=$(grep -nF " $2 " "$info" | tail -n 1 | cut -d: -f1)
[ -n "$last" ] || exit 1
sed "$last"d "$info" > "$info.new"
mv "$info.new" "$info"
rm -rf "$2"
mkdir "$2"`;

const [first, second] = ['/run/cai/plaintext/0/.plaintext', '/run/cai/plaintext/1/.plaintext'];
const started = `gocryptfs --first -fg -ro -allow_other -kernel_cache -config /run/cai/gocryptfs.conf -passfile /run/cai/key/key /run/cai/cipher ${first}`;

// as gocryptfs 2.4.0 has written it
const configuration = `{
\t"Creator": "gocryptfs v2.4.0",
\t"EncryptedKey": "y7YHC+j5dqJP9zqjR1KwAtoJLQpFu090/URzHSGu0FunNfIWv6Un2Uf3qpOqxFLwznysyBh0sKhRVE18StnZDw==",
\t"ScryptObject": {
\t\t"Salt": "trnRMQzrpUVU7RnuJQwChbmo1q7vo9QAA3NDvdsJaN8=",
\t\t"N": 65536,
\t\t"R": 8,
\t\t"P": 1,
\t\t"KeyLen": 32
\t},
\t"Version": 2,
\t"FeatureFlags": [
\t\t"HKDF",
\t\t"GCMIV128",
\t\t"DirIV",
\t\t"EMENames",
\t\t"LongNames",
\t\t"Raw64"
\t]
}
`;
const flags = (...names: string[]): string =>
  configuration.replace(/"FeatureFlags": \[[^\]]*\]/u, `"FeatureFlags": ${JSON.stringify(names)}`);
const usual = ['HKDF', 'GCMIV128', 'DirIV', 'EMENames', 'LongNames', 'Raw64'];

describe('the script of cachefs', () => {
  let bench: ScriptBench;
  beforeEach(() => {
    bench = new ScriptBench();
    for (const volume of ['0', '1']) mkdirSync(bench.path(`run/cai/plaintext/${volume}`), { recursive: true });
    bench.write('run/cai/key/key', 'pass word\n');
    bench.write('model/config.json', '{}');
    bench.write('model/weights/model.safetensors', '');
    bench.program('gocryptfs', gocryptfs);
    bench.program('mount', mount);
    bench.program('umount', umount);
  });
  afterEach(() => {
    bench.clear();
  });

  const start = (env: Record<string, string> = {}): RunningScript =>
    bench.start(cachefsScript, ['gocryptfs', '--first'], { CAI_PLAINTEXT_VOLUMES: '0 1', ...env });
  const mounted = async (env: Record<string, string> = {}): Promise<RunningScript> => {
    const script = start(env);
    await script.says('cai: the decrypted files are mounted');
    return script;
  };
  const links = (volume: number): Record<string, string> => {
    const folder = bench.path(`run/cai/plaintext/${volume}`);
    const names = readdirSync(folder).filter((name) => lstatSync(`${folder}/${name}`).isSymbolicLink());
    return Object.fromEntries(names.map((name) => [name, readlinkSync(`${folder}/${name}`)]));
  };
  const mountCount = (): number => bench.read('proc/self/mountinfo').split('\n').filter(Boolean).length;
  const healthy = (): Promise<number> => bench.start(cachefsHealth, [], {}).ended;

  test.each([
    ['lost', undefined],
    ['cut off', '0123'],
  ])('names gocryptfs.diriv of the root when it is %s, and mounts nothing', async (_, content) => {
    bench.write('run/cai/cipher/gocryptfs.conf', configuration);
    if (content !== undefined) bench.write('run/cai/cipher/gocryptfs.diriv', content);
    const script = start();
    await script.says('cai: gocryptfs.diriv at the root of the encrypted volume is lost or damaged: upload it again');
    expect(await script.ended).toBe(1);
    expect(bench.calls).toEqual([]);
  });

  const withConfiguration = (text: string | Buffer): void => {
    bench.write('run/cai/cipher/gocryptfs.conf', text);
    bench.write('run/cai/cipher/gocryptfs.diriv', '0123456789abcdef');
  };
  const refused = async (): Promise<string> => {
    const script = start();
    await script.says('cai: gocryptfs.conf at the root of the encrypted volume is not as gocryptfs -init writes it');
    expect(await script.ended).toBe(1);
    expect(bench.calls).toEqual([]);
    return script.output;
  };

  test.each([
    ['gocryptfs v2.4.0', configuration],
    ['gocryptfs 2.3', configuration.replace('v2.4.0', '2.3')],
    ['another cost', configuration.replace('65536', '1024')],
    ['no line end at its end', configuration.trimEnd()],
  ])('mounts by a copy of the gocryptfs.conf that was looked at: %s', async (_, text) => {
    withConfiguration(text);
    await mounted();
    expect(bench.calls[0]).toBe(started);
    expect(bench.read('run/cai/gocryptfs.conf')).toBe(text);
  });

  test.each([
    ['names that are not encrypted', flags('HKDF', 'GCMIV128', 'PlaintextNames')],
    ['a further flag', flags(...usual, 'PlaintextNames')],
    ['the same flag twice', flags(...usual, 'Raw64')],
    ['a flag less', flags(...usual.slice(0, -1))],
    ['another cipher', flags('HKDF', 'XChaCha20Poly1305', 'DirIV', 'EMENames', 'LongNames', 'Raw64')],
    ['no hardware that binds the key', configuration.replace('"Version"', '"FIDO2": {}, "Version"')],
    ['flags twice', configuration.replace(/\}\s*$/u, ', "FeatureFlags": ["HKDF", "GCMIV128", "PlaintextNames"]}')],
    ['flags twice, once in small letters', configuration.replace(/\}\s*$/u, ', "featureflags": ["PlaintextNames"]}')],
    ['flags with an escape', configuration.replace('"FeatureFlags"', '"Feature\\u0046lags"')],
    ['a cost that takes all memory', configuration.replace('65536', '1073741824')],
    ['text behind it', `${configuration}{}`],
    ['a line before it', `x\n${configuration}`],
    ['a byte that is no text', Buffer.concat([Buffer.from(configuration), Buffer.from([0])])],
    ['a creator with a quote', configuration.replace('v2.4.0', 'v2\\", "x": "')],
    ['megabytes', configuration.replace('"Version"', `${' '.repeat(2 ** 21)}"Version"`)],
    ['nothing', ''],
  ])('mounts nothing where gocryptfs.conf has %s', async (_, text) => {
    withConfiguration(text);
    await refused();
  });

  test('does not follow links in the encrypted volume, and shows nothing of what they lead to', async () => {
    withConfiguration(configuration);
    for (const target of ['/run/cai/key/key', '/dev/zero', '/nowhere']) {
      bench.remove('run/cai/cipher/gocryptfs.conf');
      symlinkSync(bench.relocated(target), bench.path('run/cai/cipher/gocryptfs.conf'));
      expect(await refused()).not.toContain('pass');
    }
    bench.remove('run/cai/cipher/gocryptfs.conf');
    withConfiguration(configuration);
    bench.remove('run/cai/cipher/gocryptfs.diriv');
    symlinkSync('/dev/zero', bench.path('run/cai/cipher/gocryptfs.diriv'));
    const script = start();
    expect(await script.ended).toBe(1);
    expect(script.output).toContain('gocryptfs.diriv at the root of the encrypted volume is lost or damaged');
    expect(bench.calls).toEqual([]);
  });

  test('mounts read-only for every user, and shows each entry at its place in each volume', async () => {
    await mounted();
    expect(bench.calls).toEqual([started, `mount --bind ${first} ${second}`]);
    const expected = { 'config.json': '.plaintext/config.json', weights: '.plaintext/weights' };
    expect(links(0)).toEqual(expected);
    expect(links(1)).toEqual(expected);
    expect(bench.read('run/cai/plaintext/1/config.json')).toBe('{}');
    expect(await healthy()).toBe(0);
  });

  test('takes names with anything in them', async () => {
    const names = ['two words', 'line\nend', '-rf', '--', '.hidden', '..odd', '*', '[x]', "it's", '$(id)', 'é'];
    for (const name of names) bench.write(`model/${name}`, name);
    await mounted();
    expect(Object.keys(links(0)).sort()).toEqual(['config.json', 'weights', ...names].sort());
    for (const name of names) expect(bench.read(`run/cai/plaintext/0/${name}`)).toBe(name);
  });

  test('takes an empty model', async () => {
    bench.remove('model/config.json');
    bench.remove('model/weights');
    await mounted();
    expect(links(0)).toEqual({});
  });

  test('says that an entry is hidden which has the name of the mount', async () => {
    bench.write('model/.plaintext/file', '');
    const script = await mounted();
    expect(script.output.match(/the model's entry \.plaintext is hidden/gu)).toHaveLength(1);
    expect(Object.keys(links(0))).toEqual(['config.json', 'weights']);
  });

  test('unmounts when the program is killed, and ends with its exit code', async () => {
    const script = await mounted();
    bench.write('die', '');
    expect(await script.ended).toBe(137);
    expect(script.output).toContain('cai: gocryptfs ended with exit code 137');
    expect(mountCount()).toBe(0);
    expect(await healthy()).toBe(1);
  });

  test('starts again after that, with the entries that there are now', async () => {
    bench.write('model/gone', '');
    const script = await mounted();
    bench.write('die', '');
    await script.ended;
    bench.remove('model/gone');
    bench.write('model/new', '');
    await mounted();
    expect(Object.keys(links(1)).sort()).toEqual(['config.json', 'new', 'weights']);
    expect(mountCount()).toBe(2);
  });

  test('removes what a killed container has left mounted before it mounts', async () => {
    const left = (path: string): string => bench.relocated(`1 2 0:3 / ${path} ro - fuse.gocryptfs x ro\n`);
    bench.write('run/cai/plaintext/0/.plaintext/x', '');
    bench.write('run/cai/plaintext/1/.plaintext/x', '');
    bench.write('proc/self/mountinfo', left(first) + left(second) + left(first));
    bench.write('run/cai/ready', '');
    await mounted();
    expect(bench.calls.slice(0, 4)).toEqual([
      `umount -l ${first}`,
      `umount -l ${first}`,
      `umount -l ${second}`,
      started,
    ]);
    expect(mountCount()).toBe(2);
  });

  test('does not mount upon what it cannot remove', async () => {
    bench.write('proc/self/mountinfo', bench.relocated(`1 2 0:3 / ${first} ro - fuse.gocryptfs x ro\n`));
    bench.program('umount', 'exit 32');
    const script = start();
    expect(await script.ended).toBe(1);
    expect(script.output).toContain('cai: cannot remove the mount of an earlier start');
    expect(bench.calls).toEqual([]);
  });

  test('unmounts on SIGTERM before it ends the program', async () => {
    const script = await mounted();
    bench.write('calls', '');
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(bench.calls).toEqual([`umount -l ${first}`, `umount -l ${second}`, 'gocryptfs got TERM']);
    expect(mountCount()).toBe(0);
    expect(bench.exists('run/cai/ready')).toBe(false);
  });

  test('kills a program that does not end', async () => {
    const script = await mounted({ STUBBORN: 'yes' });
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(mountCount()).toBe(0);
  });

  test('ends on SIGTERM also before anything is mounted', async () => {
    const script = start({ NEVER_MOUNTS: 'yes' });
    await bench.called('gocryptfs');
    expect(await healthy()).toBe(1);
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(links(0)).toEqual({});
  });

  test('ends when the files cannot be shown in every volume', async () => {
    bench.program('mount', 'exit 32');
    const script = start();
    expect(await script.ended).not.toBe(0);
    expect(script.output).toContain('cai: cannot show the decrypted files');
    expect(mountCount()).toBe(0);
    expect(bench.exists('run/cai/ready')).toBe(false);
  });

  test.each([
    [12, 'cai: the key does not open the model'],
    [11, 'cai: the encrypted volume has no readable gocryptfs.conf at its root'],
    [23, 'cai: the encrypted volume has no readable gocryptfs.conf at its root'],
    [6, 'cai: the encrypted volume cannot be read'],
    [9, 'cai: the key begins with an empty line'],
    [1, 'cai: gocryptfs ended with exit code 1'],
  ])('ends with exit code %i of the program, and says what to look at', async (code, text) => {
    const script = start({ ENDS_WITH: String(code) });
    expect(await script.ended).toBe(code);
    expect(script.output).toContain(text);
    expect(mountCount()).toBe(0);
  });

  test.each([
    ['holds a carriage return', 'pass word\r\n', 'cai: the key holds a carriage return'],
    ['has several lines', 'pass word\nsecond\n', 'cai: the key has several lines'],
  ])('says that the key %s, and not the key', async (_what, key, text) => {
    bench.write('run/cai/key/key', key);
    const script = await mounted();
    expect(script.output).toContain(text);
    expect(script.output).not.toMatch(/pass word|second/u);
  });

  test.each(['pass word', 'pass word\n'])('finds nothing wrong with the key %j', async (key) => {
    bench.write('run/cai/key/key', key);
    expect((await mounted()).output).not.toContain('the key');
  });

  test.each(['', undefined])('does not start without a key (%j)', async (key) => {
    if (key === undefined) bench.remove('run/cai/key/key');
    else bench.write('run/cai/key/key', key);
    const script = start();
    expect(await script.ended).toBe(1);
    expect(script.output).toMatch(/cai: there is no key in .*\/run\/cai\/key\/key/u);
    expect(bench.calls).toEqual([]);
  });

  test('is not healthy with one of the mounts gone, or one that cannot be read', async () => {
    await mounted();
    bench.program('ls', 'exit 2');
    expect(await healthy()).toBe(1);
    bench.remove('bin/ls');
    expect(await healthy()).toBe(0);
    bench.write('proc/self/mountinfo', bench.read('proc/self/mountinfo').split('\n').slice(1).join('\n'));
    expect(await healthy()).toBe(1);
  });
});
