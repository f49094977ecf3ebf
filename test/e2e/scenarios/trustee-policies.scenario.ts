import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyCases, policyOf, type PolicyCase } from '../../cli/runbook/policy-cases';
import { expectEqual } from '../expectation';
import { opa } from '../go-tools';
import { printed } from '../program';
import type { Scenario } from '../scenario';
import { scratch } from '../runbook/scratch';

// one evaluation for a whole table; a path that is missing is missing there too
const helper = `package table

import data.policy

decisions[name] := decision {
	c := data.cases[name]
	c.withPath
	decision := policy.allow with input as c.input with data["resource-path"] as c.path with data.reference as c.reference
}

decisions[name] := decision {
	c := data.cases[name]
	not c.withPath
	decision := policy.allow with input as c.input with data.reference as c.reference
}
`;

/** The decisions of the real OPA on cases of one policy, in the syntax of OPA 0 and of OPA 1. */
async function decisions(cases: readonly PolicyCase[], text: string, folder: string, isV0: boolean): Promise<unknown> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'policy.rego'), text);
  const table = cases.map(({ name, input, data }) => [
    name,
    {
      ...{ input, reference: data.reference ?? {} },
      ...('resource-path' in data && data['resource-path'] !== undefined
        ? { withPath: true, path: data['resource-path'] }
        : { withPath: false }),
    },
  ]);
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ cases: Object.fromEntries(table) as unknown }));
  const rules = isV0 ? helper : helper.replaceAll(' := decision {', ' := decision if {');
  writeFileSync(join(folder, 'table.rego'), rules);
  const program = opa.path('opa');
  const mode = isV0 ? ['--v0-compatible'] : [];
  await printed(program, ['check', '--strict', ...mode, join(folder, 'policy.rego')]);
  return JSON.parse(
    await printed(program, ['eval', ...mode, '--format', 'raw', '--data', folder, 'data.table.decisions']),
  );
}

const scenario: Scenario = {
  name: 'trustee policies',
  needs: ['node'],
  artefacts: [opa],
  async run({ say }) {
    const folder = scratch('policies');
    const texts = [...new Set(policyCases.map(policyOf))];
    for (const [index, text] of texts.entries()) {
      const cases = policyCases.filter((one) => policyOf(one) === text);
      const expected = Object.fromEntries(cases.map(({ name, allow }) => [name, allow]));
      for (const isV0 of [true, false]) {
        const decided = (await decisions(cases, text, join(folder, `${index}-${isV0 ? 'v0' : 'v1'}`), isV0)) as object;
        for (const [name, allow] of Object.entries(expected))
          expectEqual(
            (decided as Record<string, unknown>)[name],
            allow,
            `${name}, in the syntax of OPA ${isV0 ? 0 : 1}`,
          );
      }
    }
    say(`${policyCases.length} cases decided as the table says, in both syntaxes`);
  },
};

export default scenario;
