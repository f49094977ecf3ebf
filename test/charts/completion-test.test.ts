import { synthManifests } from '../../helm';
import { versionSets } from '../../injection';
import { release } from '../support/helm-binary';
import { vllm } from './products';

/** What the client in the test of a release is told. */
function clientOf(versions: Readonly<Record<string, string>>): unknown {
  const { values } = vllm.caseNamed('options-as-map');
  const caiOptions = { ...(values.caiOptions as object), ...versions };
  const { tests } = synthManifests(vllm.definition, { ...values, caiOptions }, release);
  const [pod] = tests as unknown as { spec: { containers: { args: string[] }[] } }[];
  return JSON.parse(pod?.spec.containers[0]?.args[2] ?? '');
}

it.each(versionSets.map((set) => [set.name, set] as const))(
  'helm test of a release of set %s speaks its protocol',
  (_name, { tested: { aa, cdh, tng }, tngClient }) => {
    expect(clientOf({ 'aa-version': aa, 'cdh-version': cdh, 'tng-version': tng })).toEqual({
      add_ingress: [
        {
          http_proxy: { proxy_listen: { host: '127.0.0.1', port: 41000 } },
          ...tngClient,
          verify: { as_addr: expect.stringMatching(/\/attestation-service\/$/) as string, policy_ids: ['default'] },
        },
      ],
    });
  },
);
