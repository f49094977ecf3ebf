import { parse } from 'yaml';
import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { Container } from '../../../injection/json/json-object';
import { sidecarsFor } from '../../../injection/sidecars';
import { authorityPem, otherAuthorityPem } from '../../support/test-certificates';
import { examplePlan, exampleTemplates } from './example-plan';
import { ScriptBench } from './script-bench';

const pem = authorityPem + otherAuthorityPem;

function sidecars(trusteeAuthorities?: string, versionSet: 'A' | 'B' = 'A'): Container[] {
  const options = {
    ...examplePlan.options,
    versionSet,
    trusteeAddress: 'https://trustee.example.com/api',
    ...(trusteeAuthorities === undefined ? {} : { trusteeAuthorities }),
  };
  const plan: InjectionPlan = { ...examplePlan, options };
  return sidecarsFor(plan, exampleTemplates);
}

function envOf({ env }: Container): Record<string, string> {
  const entries = env as { name: string; value: string }[];
  return Object.fromEntries(entries.map(({ name, value }) => [name, value.replaceAll('$$', () => '$')]));
}

const names = (list: readonly Container[]): string[] =>
  list.filter((one) => 'CAI_TRUSTEE_AUTHORITIES' in envOf(one)).map(({ name }) => name);

test.each(['A', 'B'] as const)('version set %s: those that speak TLS get the authorities, cachefs does not', (set) => {
  expect(names(sidecars(pem, set))).toEqual([
    'cai-sidecar-attestation-agent',
    'cai-sidecar-confidential-data-hub',
    'cai-sidecar-tng',
  ]);
  for (const one of sidecars(pem, set).slice(0, 3)) expect(envOf(one)['CAI_TRUSTEE_AUTHORITIES']).toBe(pem);
  expect(names(sidecars(undefined, set))).toEqual([]);
});

test('without authorities nothing speaks of them but the scripts', () => {
  expect(JSON.stringify(sidecars().map(envOf))).not.toMatch(/cert|AUTHORITIES/u);
});

test('the configurations name them as AA and CDH want it', () => {
  const [aa, cdh] = sidecars(pem).map(envOf);
  // a line of TOML with a basic string is one of YAML in double quotes, but for the sign between
  const valueOf = (text: string | undefined, key: string): unknown => {
    const line = text?.split('\n').find((one) => one.startsWith(`${key} = `)) ?? '';
    return parse(line.slice(`${key} = `.length));
  };
  expect(valueOf(cdh?.['CAI_CDH_CONFIG'], 'kbs_cert')).toBe(pem);
  expect(cdh?.['CAI_CDH_CONFIG']?.split('\n').indexOf('[kbc]')).toBe(2);
  const agent = aa?.['CAI_AA_CONFIG'] ?? '';
  expect(valueOf(agent, 'cert')).toBe(pem);
  // below the table of KBS: the other has no such key
  expect(agent.indexOf('\ncert = ')).toBeGreaterThan(agent.indexOf('[token_configs.kbs]'));
});

describe('the scripts', () => {
  let bench: ScriptBench;
  beforeEach(() => {
    bench = new ScriptBench();
    for (const name of ['iptables', 'ip6tables']) bench.program(name, 'exit 0');
    bench.program('program', 'echo "file=$SSL_CERT_FILE dir=$SSL_CERT_DIR left=$CAI_TRUSTEE_AUTHORITIES"; exit 3');
  });
  afterEach(() => {
    bench.clear();
  });

  test.each([
    ['cai-sidecar-attestation-agent', 0],
    ['cai-sidecar-tng', 2],
  ] as const)('%s names them to its program', async (_, index) => {
    const sidecar = sidecars(pem)[index];
    const script = (sidecar?.['command'] as string[])[2] ?? '';
    const folder = bench.path('run/cai/authorities');
    const running = bench.start(script, ['program'], envOf(sidecar as Container));
    expect(await running.ended).toBe(3);
    expect(running.output).toContain(`file=${folder}/authorities.pem dir=${folder} left=\n`);
    expect(bench.read('run/cai/authorities/authorities.pem')).toBe(pem);
  });

  test('TNG closes the ports first, also where the authorities cannot be stored', async () => {
    bench.write('run/cai/authorities', 'a file in the way');
    const sidecar = sidecars(pem)[2];
    bench.program('iptables', 'call "$@"');
    const running = bench.start((sidecar?.['command'] as string[])[2] ?? '', ['program'], envOf(sidecar as Container));
    expect(await running.ended).toBe(1);
    expect(bench.calls.filter((one) => one.includes('INPUT -j CAI_SECURED')).length).toBeGreaterThan(0);
    expect(running.output).toContain('cannot store the certificates of the authorities of Trustee');
    expect(running.output).not.toContain('file=');
  });
});
