import * as fc from 'fast-check';
import { SidecarTemplates } from '../../constructs';
import { sidecarSet } from '../../constructs/sidecars/schema';
import { securityContext } from '../../helm/kubernetes';
import { components, readTemplates, templateFields, versionedComponents } from '../../injection';
import { valuesFor } from '../support/arbitrary-values';
import { at, objectsOf, problemsOf, type Build } from './synthesized';

const templates =
  (props: object): Build<SidecarTemplates> =>
  (chart) =>
    new SidecarTemplates(chart, 'templates', props);

function textOf(props: object): unknown {
  return at(objectsOf(templates(props))[0], 'data', SidecarTemplates.KEY);
}

/** Sidecars of the description, with the vendor's versions: which of them go together no single value tells. */
const sidecars = valuesFor(sidecarSet).map((drawn) => {
  const given = { ...drawn };
  for (const component of versionedComponents) {
    const sidecar = { ...(given[component] as Record<string, unknown> | undefined) };
    Reflect.deleteProperty(sidecar, 'version');
    given[component] = sidecar;
  }
  return given;
});

test('what the description lets through, the webhook reads', () => {
  fc.assert(
    fc.property(sidecars, (given) => {
      expect(readTemplates(textOf(given)).problems).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('the webhook knows the keys of a security context', () => {
  expect(Object.keys(securityContext.shape).sort()).toEqual(templateFields.securityContext.keys);
});

// each of them once below a sidecar, as a user of the constructs and as the text of the ConfigMap has it
const mistakes: readonly (readonly [key: string, value: unknown])[] = [
  ['image', 'tng:2.2.4'],
  ['image', 'tng@sha256:00'],
  ['image', 'team//tng'],
  ['image', ''],
  ['digest', 'sha256:zz'],
  ['digest', `sha512:${'0'.repeat(64)}`],
  ['version', 'not a tag'],
  ['version', 'x'.repeat(129)],
  ['imagePullPolicy', 'Sometimes'],
  ['command', []],
  ['command', ['']],
  ['command', ['a\u0000']],
  ['command', 'tng'],
  ['resources', { limits: { memory: '-1Gi' } }],
  ['resources', { limits: { memory: -1 } }],
  ['resources', { claims: [] }],
  ['securityContext', { runAsRoot: true }],
  ['entrypoint', ['tng']],
];

test.each(mistakes)('what the webhook would not read is refused before: %s %j', (key, value) => {
  for (const component of components) {
    const given = { [component]: { [key]: value } };
    expect(readTemplates({ sidecars: given }).problems).not.toEqual([]);
    const said = problemsOf(templates(given));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`: ${component}.${key}`);
  }
});
