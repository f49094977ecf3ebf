import { renameSync } from 'node:fs';
import { tngScript } from '../../../injection/sidecars/tng-script';
import { ScriptBench, type RunningScript } from './script-bench';

// Keeps its rules in a file: one line each, in order, the chain first.
const iptables = (name: string): string => String.raw`
call "$@"
rules=$BENCH/${name}.rules
touch "$rules"
[ "$1 $2" = '-w 10' ] && shift 2
case $1 in
  -n) grep -qx "chain $3" "$rules" ;;
  -N) echo "chain $2" >> "$rules" ;;
  -C) shift; grep -qxF -e "$*" "$rules" ;;
  -A) shift; echo "$*" >> "$rules" ;;
  -I) shift; { echo "$*"; cat "$rules"; } > "$rules.new"; mv "$rules.new" "$rules" ;;
  *) exit 2 ;;
esac`;

const program = String.raw`
call "$@"
trap 'echo "got TERM"; exit 7' TERM
echo started
[ -z "$ENDS_WITH" ] || exit "$ENDS_WITH"
while :; do sleep 0.1; done`;

const reject = (match: string): string => `CAI_SECURED ! -i lo -p tcp ${match} -j REJECT --reject-with tcp-reset`;
const rule = (port: number): string => reject(`--dport ${port}`);
const asked = (port: number, listens: number): string =>
  reject(`! --dport ${listens} -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL`);
const closed = [
  'INPUT -j CAI_SECURED',
  'chain CAI_SECURED',
  rule(8080),
  asked(8080, 50001),
  rule(8443),
  asked(8443, 50002),
];
const config = '{"add_egress":[{"direct_forward":[{"http_path":"^/a b$"}]}]}';

describe('the script of TNG', () => {
  let bench: ScriptBench;
  beforeEach(() => {
    bench = new ScriptBench();
    bench.write('proc/net/if_inet6', '');
    bench.program('iptables', iptables('iptables'));
    bench.program('ip6tables', iptables('ip6tables'));
    bench.program('tng', program);
  });
  afterEach(() => {
    bench.clear();
  });

  const start = (env: Record<string, string> = {}): RunningScript =>
    bench.start(tngScript, ['tng', 'launch'], {
      CAI_TNG_CONFIG: config,
      CAI_SECURED_PORTS: '8080 8443',
      CAI_TNG_PORTS: '50001 50002',
      ...env,
    });
  const rules = (name: string): string[] => bench.read(`${name}.rules`).split('\n').filter(Boolean);
  const programs = (): string[] => bench.calls.map((call) => call.split(' ')[0] ?? '');
  const ended = async (script: RunningScript): Promise<number> => {
    await script.says('started');
    script.terminate();
    return script.ended;
  };

  test.each(['iptables', 'ip6tables'])('closes every port with %s', async (name) => {
    await ended(start());
    expect(rules(name)).toEqual(closed);
  });

  test('starts the program with its configuration, and only when the ports are closed', async () => {
    await ended(start());
    expect(bench.calls.at(-1)).toBe(`tng launch --config-content ${config}`);
    expect(programs().indexOf('tng')).toBe(programs().length - 1);
    expect(programs()).toContain('ip6tables');
  });

  test('changes nothing when it is started again', async () => {
    await ended(start());
    bench.write('calls', '');
    await ended(start());
    expect(rules('iptables')).toEqual(closed);
    expect(rules('ip6tables')).toEqual(closed);
    // looked at, and nothing else: there was no moment without rules
    const options = new Set(bench.calls.map((call) => /tables -w 10 (-n -L|-[A-Z])/u.exec(call)?.[1]));
    expect(options).toEqual(new Set(['-n -L', '-C', undefined]));
  });

  test('puts back what somebody removed', async () => {
    await ended(start());
    bench.write('iptables.rules', `chain CAI_SECURED\n${rule(8080)}\n`);
    await ended(start());
    expect(new Set(rules('iptables'))).toEqual(new Set(closed));
  });

  test('goes without ip6tables where the kernel has no IPv6', async () => {
    bench.remove('proc/net/if_inet6');
    bench.program('ip6tables', 'call; exit 1');
    await ended(start());
    expect(programs()).not.toContain('ip6tables');
    expect(rules('iptables')).toEqual(closed);
  });

  test.each([
    ['iptables', 'IPv4'],
    ['ip6tables', 'IPv6'],
  ])('does not start the program when %s cannot be used', async (name, protocol) => {
    bench.program(name, 'echo "its own reason" >&2; exit 3');
    const script = start();
    expect(await script.ended).toBe(1);
    expect(script.output).toContain(`cai: cannot close the secured ports for ${protocol}: TNG is not started`);
    expect(script.output).toContain('its own reason');
    expect(programs()).not.toContain('tng');
  });

  test('does not start the program when one port stays open', async () => {
    bench.program('ip6tables', `case "$*" in *-A*8443*) exit 4 ;; esac\n${iptables('ip6tables')}`);
    expect(await start().ended).toBe(1);
    expect(programs()).not.toContain('tng');
  });

  test('does not start the program when the chain is not used', async () => {
    bench.program('iptables', `case "$*" in *-I*) exit 4 ;; esac\n${iptables('iptables')}`);
    expect(await start().ended).toBe(1);
    expect(programs()).not.toContain('tng');
  });

  test('passes SIGTERM on and ends with the exit code of the program', async () => {
    const script = start();
    expect(await ended(script)).toBe(7);
    expect(script.output).toContain('got TERM');
  });

  test('starts the program again, and only the program, when AA has another socket', async () => {
    const socket = 'run/confidential-containers/attestation-agent/attestation-agent.sock';
    bench.write(socket, '');
    const script = start();
    await script.says('started');
    bench.write(`${socket}.new`, '');
    renameSync(bench.path(`${socket}.new`), bench.path(socket));
    // what the script says and what the program prints come by two pipes, in any order
    await script.says('got TERM');
    await bench.calledTimes('tng launch', 2);
    await script.says('has started again');
    expect(script.output).toContain('cai: the attestation agent has started again: TNG starts again, too');
    expect(rules('iptables')).toEqual(closed);
    script.terminate();
    expect(await script.ended).toBe(7);
    expect(programs().filter((name) => name === 'tng')).toHaveLength(2);
  });

  test.each([0, 5])('ends when the program ends with %i; the ports stay closed', async (code) => {
    const script = start({ ENDS_WITH: String(code) });
    expect(await script.ended).toBe(code);
    expect(script.output).toContain(`cai: TNG ended with exit code ${code}; the secured ports stay closed`);
    expect(rules('iptables')).toEqual(closed);
    expect(rules('ip6tables')).toEqual(closed);
  });
});
