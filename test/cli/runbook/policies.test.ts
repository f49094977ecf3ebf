import { loadPolicySync } from '@open-policy-agent/opa-wasm';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policies, policyRules, requiredMeasurements } from '../../../cli/runbook/policies';
import { measurements, policyCases, resource, type PolicyCase } from './policy-cases';

// Made by OPA from the rules of the two policies, with the settings and the measurements as data:
//   { cat <rules>; echo 'settings := data.settings'; echo 'measurements := data.measurements'; } > policy.rego
//   opa build --target wasm --entrypoint policy/allow policy.rego
// The last line is for the resource policy only.
const compiledFrom = {
  attestation: '768404f25bbda9d827a9263789e167a4735f4c3b5920882aef7933e48fefe6d0',
  resource: '9fc753da52dbef6f9370d39bbd7c63ff28219f079ea77f758f6d652dd293c39a',
} as const;

const folder = join(__dirname, 'compiled');

test.each(['attestation', 'resource'] as const)('the compiled %s policy is that of today', (name) => {
  // fails: compile it anew as above, with the OPA that the end-to-end tests build, and note the new hash
  expect(createHash('sha256').update(policyRules(name)).digest('hex')).toBe(compiledFrom[name]);
});

describe('what OPA has compiled decides as the table says', () => {
  const made = policies({ gpu: true, resources: [resource] });
  const engines = {
    attestation: loadPolicySync(readFileSync(join(folder, 'attestation.wasm'))),
    resource: loadPolicySync(readFileSync(join(folder, 'resource.wasm'))),
  };

  function decision({ policy, gpu, data, input }: PolicyCase): unknown {
    const { attestationHashes } = gpu ? made : policies({ gpu, resources: [resource] });
    const settings = { gpu, resources: [resource], attestation_policy_hashes: attestationHashes };
    const engine = engines[policy];
    engine.setData({ ...data, settings, measurements });
    const [{ result } = { result: undefined }] = engine.evaluate(input) as { result: unknown }[];
    return result;
  }

  test.each(policyCases)('$name: $allow', (one) => {
    expect(decision(one)).toBe(one.allow);
  });
});

test('what is required is the same in both policies and in the scripts', () => {
  for (const name of ['attestation', 'resource'] as const) {
    const [, list = ''] = /required := \{\n([^}]*)\}/.exec(policyRules(name)) ?? [];
    expect([...list.matchAll(/"([^"]+)"/g)].map(([, claim]) => claim)).toEqual(requiredMeasurements);
  }
});

test('the resource policy knows the attestation policy by the hash of its bytes', () => {
  const { attestation, resource: text, attestationHashes } = policies({ gpu: true, resources: [resource] });
  const digest = createHash('sha384').update(attestation).digest();
  expect(attestationHashes).toEqual([digest.toString('hex'), digest.toString('base64url')]);
  for (const hash of attestationHashes) expect(text).toContain(`"${hash}"`);
  expect(text).not.toContain('measurements :=');
});
