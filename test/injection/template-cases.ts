/** Templates that are wrong, and everything that is said about them. */
export interface TemplateCase {
  readonly code: string;
  readonly title: string;
  readonly input: unknown;
  readonly messages: readonly string[];
}

const tng = (template: object): object => ({ sidecars: { tng: template } });
const image =
  'the name of an image without tag and digest, such as "registry.example.com/product/tng"; "version" and "digest" hold those';

/** At least one case for every code about sidecar templates. */
export const templateCases: readonly TemplateCase[] = [
  {
    code: 'CAI5201',
    title: 'no JSON',
    input: '{"sidecars": }',
    messages: [
      'CAI5201 unreadable-templates: the text of the sidecar templates is not JSON: at line 1, column 14 expected a JSON value; write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'CAI5201',
    title: 'nothing',
    input: ' ',
    messages: [
      'CAI5201 unreadable-templates: the text of the sidecar templates is empty; write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'CAI5201',
    title: 'a list as a value',
    input: [],
    messages: [
      'CAI5201 unreadable-templates: the text of the sidecar templates is a list; write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'CAI5201',
    title: 'lists without end',
    input: '['.repeat(40),
    messages: [
      'CAI5201 unreadable-templates: the text of the sidecar templates is nested deeper than 32 levels; write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'HELM1001',
    title: 'misspelt and strange keys at every level, all at once',
    input: {
      sidecar: {},
      sidecars: {
        tngs: {},
        tng: {
          images: 'x',
          resources: { request: {} },
          securityContext: { readOnlyRootFileSystem: true },
        },
      },
    },
    messages: [
      'HELM1001 unknown-key: sidecar is not a key; did you mean "sidecars"?',
      'HELM1001 unknown-key: sidecars.tngs is not a key; did you mean "tng"?',
      'HELM1001 unknown-key: sidecars.tng.images is not a key; did you mean "image"?',
      'HELM1001 unknown-key: sidecars.tng.resources.request is not a key; did you mean "requests"?',
      'HELM1001 unknown-key: sidecars.tng.securityContext.readOnlyRootFileSystem is not a key; did you mean "readOnlyRootFilesystem"?',
    ],
  },
  {
    code: 'HELM1001',
    title: 'a key like nothing we know',
    input: '{"sidecars": {"__proto__": {}}}',
    messages: [
      'HELM1001 unknown-key: sidecars.__proto__ is not a key; remove it, or use one of "aa", "cdh", "tng" or "cachefs"',
    ],
  },
  {
    code: 'HELM1003',
    title: 'wrong types, all at once',
    input: {
      sidecars: {
        aa: 'image',
        tng: { image: 1, command: 'tng', resources: [], securityContext: 'privileged', version: 2.2, digest: null },
      },
      allowSampleEvidence: 'true',
    },
    messages: [
      'HELM1003 wrong-type: sidecars.aa is a string: "image"; write an object such as {"image": "registry.example.com/product/tng"}',
      `HELM1003 wrong-type: sidecars.tng.image is a number: 1; write ${image}`,
      'HELM1003 wrong-type: sidecars.tng.digest is null: null; write a digest: "sha256:" and 64 hexadecimal digits',
      'HELM1003 wrong-type: sidecars.tng.version is a number: 2.2; write an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'HELM1003 wrong-type: sidecars.tng.command is a string: "tng"; write a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
      'HELM1003 wrong-type: sidecars.tng.resources is a list: []; write resources such as {"requests": {"cpu": "50m"}, "limits": {"memory": "256Mi"}}',
      'HELM1003 wrong-type: sidecars.tng.securityContext is a string: "privileged"; write a container\'s securityContext, such as {"readOnlyRootFilesystem": true}',
      'HELM1003 wrong-type: allowSampleEvidence is a string: "true"; write true or false, without quotes',
    ],
  },
  {
    code: 'HELM1003',
    title: 'sidecars that are no object',
    input: { sidecars: [] },
    messages: [
      'HELM1003 wrong-type: sidecars is a list: []; write an object with the sidecars "aa", "cdh", "tng", "cachefs"',
    ],
  },
  {
    code: 'HELM1004',
    title: 'an image with a tag',
    input: tng({ image: 'registry.example.com:5000/product/tng:2.2.4' }),
    messages: [
      `HELM1004 wrong-form: sidecars.tng.image cannot be "registry.example.com:5000/product/tng:2.2.4"; write ${image}`,
    ],
  },
  {
    code: 'HELM1004',
    title: 'an image with a digest',
    input: tng({ image: `tng@sha256:${'0'.repeat(64)}` }),
    messages: [`HELM1004 wrong-form: sidecars.tng.image cannot be "tng@sha256:${'0'.repeat(64)}"; write ${image}`],
  },
  {
    code: 'HELM1004',
    title: 'values that are not allowed, all at once',
    input: tng({
      image: '',
      digest: 'sha256:abc',
      version: 'v 1',
      imagePullPolicy: 'always',
      command: [],
      resources: { requests: { cpu: '50 m' }, limits: { memory: -1 } },
    }),
    messages: [
      `HELM1004 wrong-form: sidecars.tng.image cannot be ""; write ${image}`,
      'HELM1004 wrong-form: sidecars.tng.digest cannot be "sha256:abc"; write a digest: "sha256:" and 64 hexadecimal digits',
      'HELM1004 wrong-form: sidecars.tng.version cannot be "v 1"; write an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'HELM1006 not-one-of: sidecars.tng.imagePullPolicy cannot be "always"; write "Always", "IfNotPresent" or "Never"',
      'HELM1004 wrong-form: sidecars.tng.command cannot be []; write a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
      'HELM1004 wrong-form: sidecars.tng.resources.requests cannot be {"cpu":"50 m"}; write quantities by resource, such as {"cpu": "250m", "memory": "512Mi"}',
      'HELM1004 wrong-form: sidecars.tng.resources.limits cannot be {"memory":-1}; write quantities by resource, such as {"cpu": "250m", "memory": "512Mi"}',
    ],
  },
  {
    code: 'CAI5011',
    title: 'a default version of no version set',
    input: tng({ version: '2.2.5' }),
    messages: [
      'CAI5011 unsupported-version: sidecars.tng.version cannot be "2.2.5"; write an image tag: 2.0.0 to 2.2.4 (set A) or 2.2.6 or later (set B), such as "2.2.4" or "2.3.0-r1"',
    ],
  },
  {
    code: 'CAI5005',
    title: 'a key written twice',
    input: '{"sidecars": {},\n "sidecars": {}}',
    messages: ['CAI5005 duplicate-key: sidecars is written again at line 2, column 2; keep one of them'],
  },
  {
    code: 'CAI5012',
    title: 'default versions of two version sets',
    input: tng({ version: '2.3.0' }),
    messages: [
      'CAI5012 mixed-version-sets: sidecars mix version sets, which cannot talk to each other; take all three from set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)',
    ],
  },
];
