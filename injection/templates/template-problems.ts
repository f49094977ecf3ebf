import { define, type NoDetails, type ProblemKind, showChoices, showType, showValue } from '../../problems';
import { versionSetChoices } from '../version-sets';

const document = 'the text of the sidecar templates';

export const unreadableTemplates = define<{ fault: string }>({
  code: 'CAI5201',
  name: 'unreadable-templates',
  title: 'The sidecar templates are not a JSON object',
  fix: 'write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
  document,
  says: (where, { fault }) => `${where} ${fault}`,
});

export const unknownTemplateKey = define<{ suggestion?: string; known: readonly string[] }>({
  code: 'CAI5202',
  name: 'unknown-template-key',
  title: 'A key of the sidecar templates is not known',
  fix: 'correct the spelling of the key, or remove it',
  says: (where) => `${where} is not known`,
  advice: ({ suggestion, known }) =>
    suggestion === undefined
      ? `remove it, or use one of ${showChoices(known)}`
      : `did you mean ${showValue(suggestion)}?`,
});

export const wrongTemplateType = define<{ value: unknown; rule: string }>({
  code: 'CAI5203',
  name: 'wrong-template-type',
  title: 'A value of the sidecar templates has the wrong JSON type',
  fix: 'write a value of the type the key has',
  says: (where, { value }) => `${where} is ${showType(value)}: ${showValue(value)}`,
  advice: ({ rule }) => `write ${rule}`,
});

export const invalidTemplateValue = define<{ value: unknown; rule: string }>({
  code: 'CAI5204',
  name: 'invalid-template-value',
  title: 'A value of the sidecar templates is not allowed',
  fix: 'write a value that the key allows',
  says: (where, { value }) => `${where} cannot be ${showValue(value)}`,
  advice: ({ rule }) => `write ${rule}`,
});

export const duplicateTemplateKey = define<{ line: number; column: number }>({
  code: 'CAI5205',
  name: 'duplicate-template-key',
  title: 'A key of the sidecar templates is written more than once',
  fix: 'keep one of them',
  says: (where, { line, column }) => `${where} is written again at line ${line}, column ${column}`,
});

export const mixedTemplateVersions = define<NoDetails>({
  code: 'CAI5206',
  name: 'mixed-template-versions',
  title: 'The default versions of AA, CDH and TNG come from different version sets',
  fix: `take all three from ${versionSetChoices}`,
  says: (where) => `${where}: the versions of aa, cdh and tng mix version sets, which cannot talk to each other`,
});

/** What sidecar templates can be found to have, in the order of the codes. */
export const templateCatalogue: readonly ProblemKind[] = [
  unreadableTemplates,
  unknownTemplateKey,
  wrongTemplateType,
  invalidTemplateValue,
  duplicateTemplateKey,
  mixedTemplateVersions,
];
