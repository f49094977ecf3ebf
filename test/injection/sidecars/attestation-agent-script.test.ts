import { statSync } from 'node:fs';
import { join } from 'node:path';
import { attestationAgentScript } from '../../../injection/sidecars/attestation-agent-script';
import { ScriptBench, type RunningScript } from './script-bench';

// Keeps the contract of the real one: it ends on SIGINT, has no use for SIGTERM, and makes its socket.
const agent = String.raw`
const { appendFileSync, existsSync } = require('node:fs');
const socket = process.env.BENCH + '/run/confidential-containers/attestation-agent/attestation-agent.sock';
appendFileSync(process.env.BENCH + '/calls', 'agent ' + process.argv.slice(2).join(' ') + (existsSync(socket) ? ' stale' : '') + '\n');
process.on('SIGTERM', () => console.log('got TERM'));
process.on('SIGINT', () => {
  console.log('got INT');
  if (!process.env.STUBBORN) process.exit(0);
});
require('node:net').createServer().listen(socket, () => console.log('listening'));
if (process.env.ENDS_WITH) process.exit(Number(process.env.ENDS_WITH));
`;

const socket = 'run/confidential-containers/attestation-agent/attestation-agent.sock';
const config = '[token_configs.kbs]\nurl = "http://192.0.2.1/\'$HOME\\\\`id`"\n';
const dead = '1 2 0:3 / /run/cai/plaintext/0/.plaintext ro - fuse.gocryptfs x ro\n';
const live = '1 2 0:3 / /run/cai/plaintext/1/.plaintext ro - fuse.gocryptfs x ro\n';

describe('the script of the attestation agent', () => {
  let bench: ScriptBench;
  beforeEach(() => {
    bench = new ScriptBench();
    bench.write('agent.js', agent);
    bench.write(socket, 'what an earlier container left');
  });
  afterEach(() => {
    bench.clear();
  });

  const start = (env: Record<string, string> = {}): RunningScript =>
    bench.start(attestationAgentScript, [process.execPath, join(bench.folder, 'agent.js'), '--first'], {
      CAI_AA_CONFIG: config,
      ...env,
    });

  /** Programs that play a privileged container with two volumes of cachefs. */
  const withVolumes = (): void => {
    bench.write('run/cai/plaintext/0/.plaintext/file', '');
    bench.write('run/cai/plaintext/1/.plaintext/file', '');
    bench.program('unshare', 'call "$1" "$2" "$3"; shift 3; exec "$@"');
    bench.program('mount', 'call "$@"');
    bench.program(
      'umount',
      'call "$@"\ncase $2 in *.plaintext) grep -v " $2 " "$BENCH/proc/self/mountinfo" > "$BENCH/less"; mv "$BENCH/less" "$BENCH/proc/self/mountinfo" ;; esac',
    );
    bench.program('timeout', 'call "$1" "$2" "$3"; shift 3; exec "$@"');
    bench.program('stat', 'call "$@"\ncase $1 in */0/.plaintext) exit 1 ;; esac');
  };

  test('starts the agent with its configuration in a file that nobody else reads', async () => {
    const script = start();
    await script.says('listening');
    expect(bench.calls).toEqual(['agent --first --config-file /run/cai/attestation-agent.toml']);
    expect(bench.read('run/cai/attestation-agent.toml')).toBe(`${config}\n`);
    expect(statSync(bench.path('run/cai/attestation-agent.toml')).mode & 0o777).toBe(0o600);
  });

  test('ends the agent by the signal that it knows, and with its exit code', async () => {
    const script = start();
    await script.says('listening');
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(script.output).toContain('got INT');
    expect(script.output).not.toContain('got TERM');
  });

  test('kills an agent that does not end', async () => {
    const script = start({ STUBBORN: 'yes' });
    await script.says('listening');
    script.terminate();
    expect(await script.ended).toBe(137);
  });

  test('ends when the agent ends, with its exit code', async () => {
    const script = start({ ENDS_WITH: '3' });
    expect(await script.ended).toBe(3);
    expect(script.output).toContain('cai: the attestation agent ended with exit code 3');
  });

  test('looks for no mounts where there are no volumes of cachefs', async () => {
    withVolumes();
    // without TDX they are not mounted
    bench.remove('run/cai/plaintext');
    const script = start();
    await script.says('listening');
    script.terminate();
    await script.ended;
    expect(bench.calls).toHaveLength(1);
  });

  test('keeps the volumes in view of a namespace of its own, and hides them before the agent starts', async () => {
    withVolumes();
    const script = start();
    await script.says('listening');
    expect(bench.calls).toEqual([
      'unshare --mount --propagation unchanged',
      'mount --make-rprivate /',
      'umount -l /run/cai/plaintext/0',
      'umount -l /run/cai/plaintext/1',
      'agent --first --config-file /run/cai/attestation-agent.toml',
    ]);
  });

  test('takes dead mounts away at the end, and leaves live ones', async () => {
    withVolumes();
    bench.write('proc/self/mountinfo', bench.relocated(dead + dead + live));
    const script = start();
    await script.says('listening');
    expect(bench.calls.filter((call) => call.endsWith('.plaintext'))).toEqual([]);
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(script.output).toContain('cai: removed the dead mount of ');
    const unmounted = bench.calls.filter((call) => call.startsWith('umount') && call.endsWith('.plaintext'));
    expect(unmounted).toEqual(['umount -l /run/cai/plaintext/0/.plaintext']);
    expect(bench.read('proc/self/mountinfo')).toBe(bench.relocated(live));
    // a mount that hangs does not hold up the end
    expect(bench.calls).toContain('timeout -s KILL 1');
  });

  test('leaves a mount that does not answer in time: it is not dead', async () => {
    withVolumes();
    bench.program('timeout', 'exit 137');
    bench.write('proc/self/mountinfo', bench.relocated(dead));
    const script = start();
    await script.says('listening');
    script.terminate();
    expect(await script.ended).toBe(0);
    expect(bench.read('proc/self/mountinfo')).toBe(bench.relocated(dead));
  });

  test('does its work without the namespace, says so, and still hides the volumes', async () => {
    withVolumes();
    bench.program('unshare', 'exit 127');
    const script = start();
    await script.says('listening');
    expect(script.output).toContain('cai: cannot watch the mounts of cachefs');
    expect(bench.calls).toContain('umount -l /run/cai/plaintext/1');
    script.terminate();
    expect(await script.ended).toBe(0);
  });

  test('unmounts nothing that would vanish for everybody', async () => {
    withVolumes();
    bench.program('mount', 'call "$@"; exit 1');
    const script = start();
    await script.says('listening');
    expect(script.output).toContain('cai: cannot hide the decrypted files from this container');
    expect(bench.calls.filter((call) => call.startsWith('umount'))).toEqual([]);
  });
});
