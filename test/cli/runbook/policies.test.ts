import { loadPolicySync } from '@open-policy-agent/opa-wasm';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closedAttributes, policies, policyRules, policySettings, requiredClaims } from '../../../cli/runbook/policies';
import { policyCases, type PolicyCase } from './policy-cases';
import { attributeRows, measurements, resource } from './policy-claims';

// Made by OPA from the rules of the two policies, with the settings and the measurements as data:
//   { cat <rules>; echo 'settings := data.settings'; echo 'measurements := data.measurements'; } > policy.rego
//   opa build --target wasm --entrypoint policy/allow policy.rego
// The last line is for the resource policy only.
const compiledFrom = {
  attestation: '4887dcfda79cc0e734399eebd7f53887769243efa107ee400c8e42abc9d845be',
  resource: '760218173773c64205e7e6b2a7d877ec9f87312f0361816aafcd4f7bf255a283',
} as const;

const folder = join(__dirname, 'compiled');

test.each(['attestation', 'resource'] as const)('the compiled %s policy is that of today', (name) => {
  // fails: compile it anew as above, with the OPA that the end-to-end tests build, and note the new hash
  expect(createHash('sha256').update(policyRules(name)).digest('hex')).toBe(compiledFrom[name]);
});

describe('what OPA has compiled decides as the table says', () => {
  const engines = {
    attestation: loadPolicySync(readFileSync(join(folder, 'attestation.wasm'))),
    resource: loadPolicySync(readFileSync(join(folder, 'resource.wasm'))),
  };

  function decision({ policy, gpus, data, input, measurements: registered = measurements }: PolicyCase): unknown {
    const settings = policySettings({ gpus, resources: [resource] });
    const engine = engines[policy];
    engine.setData({ ...data, settings, measurements: registered });
    const [{ result } = { result: undefined }] = engine.evaluate(input) as { result: unknown }[];
    return result;
  }

  test.each(policyCases)('$name: $allow', (one) => {
    expect(decision(one)).toBe(one.allow);
  });
});

test('the scripts know the attributes that the policies let pass', () => {
  const lists = (['attestation', 'resource'] as const).map(
    (name) => /closed_attributes := [^}]*\}/.exec(policyRules(name))?.[0] ?? name,
  );
  expect(lists[0]).toBe(lists[1]);
  const known = new RegExp(closedAttributes);
  expect(attributeRows.filter(([, value, isClosed]) => known.test(value) !== isClosed)).toEqual([]);
});

test('what is required is the same in both policies and in the scripts', () => {
  for (const name of ['attestation', 'resource'] as const) {
    const [, list = ''] = /required := \{\n([^}]*)\}/.exec(policyRules(name)) ?? [];
    expect([...list.matchAll(/"([^"]+)"/g)].map(([, claim]) => claim)).toEqual(Object.keys(requiredClaims));
  }
});

test('the resource policy knows the attestation policy by the hash of its bytes', () => {
  const { attestation, resource: text, attestationHashes } = policies({ gpus: 1, resources: [resource] });
  const digest = createHash('sha384').update(attestation).digest();
  expect(attestationHashes).toEqual([digest.toString('hex'), digest.toString('base64url')]);
  for (const hash of attestationHashes) expect(text).toContain(`"${hash}"`);
  expect(text).not.toContain('measurements :=');
});
