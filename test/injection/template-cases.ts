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
    code: 'CAI1010',
    title: 'no JSON',
    input: '{"sidecars": }',
    messages: [
      'CAI1010 unreadable-text: the text of the sidecar templates is not JSON: at line 1, column 14 expected a JSON value but found "}"; correct the text there',
    ],
  },
  {
    code: 'CAI1011',
    title: 'nothing',
    input: ' ',
    messages: [
      'CAI1011 empty-text: the text of the sidecar templates is empty; write a JSON object: {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'CAI1003',
    title: 'a list as a value',
    input: [],
    messages: [
      'CAI1003 wrong-type: the text of the sidecar templates is []; it must be a JSON object, such as {"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}',
    ],
  },
  {
    code: 'CAI1012',
    title: 'lists without end',
    input: '['.repeat(40),
    messages: [
      'CAI1012 nested-too-deep: the text of the sidecar templates is nested deeper than 32 levels at line 1, column 33; remove what is nested so deep: nothing that is read lies there',
    ],
  },
  {
    code: 'CAI1001',
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
      'CAI1001 unknown-key: sidecar is not a key; did you mean "sidecars"?',
      'CAI1001 unknown-key: sidecars.tngs is not a key; did you mean "tng"?',
      'CAI1001 unknown-key: sidecars.tng.images is not a key; did you mean "image"?',
      'CAI1001 unknown-key: sidecars.tng.resources.request is not a key; did you mean "requests"?',
      'CAI1001 unknown-key: sidecars.tng.securityContext.readOnlyRootFileSystem is not a key; did you mean "readOnlyRootFilesystem"?',
    ],
  },
  {
    code: 'CAI1001',
    title: 'a key like nothing we know',
    input: '{"sidecars": {"__proto__": {}}}',
    messages: [
      'CAI1001 unknown-key: sidecars.__proto__ is not a key; remove it, or use one of "aa", "cdh", "tng" or "cachefs"',
    ],
  },
  {
    code: 'CAI1003',
    title: 'wrong types, all at once',
    input: {
      sidecars: {
        aa: 'image',
        tng: { image: 1, command: 'tng', resources: [], securityContext: 'privileged', version: 2.2, digest: null },
      },
      allowSampleEvidence: 'true',
    },
    messages: [
      'CAI1003 wrong-type: sidecars.aa is "image"; it must be a map such as {"image": "registry.example.com/product/tng"}',
      `CAI1003 wrong-type: sidecars.tng.image is 1; it must be ${image}`,
      'CAI1003 wrong-type: sidecars.tng.digest is null; it must be a digest: "sha256:" and 64 hexadecimal digits',
      'CAI1003 wrong-type: sidecars.tng.version is 2.2; it must be an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'CAI1003 wrong-type: sidecars.tng.command is "tng"; it must be a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
      'CAI1003 wrong-type: sidecars.tng.resources is []; it must be resources such as {"requests": {"cpu": "50m"}, "limits": {"memory": "256Mi"}}',
      'CAI1003 wrong-type: sidecars.tng.securityContext is "privileged"; it must be a container\'s securityContext, such as {"readOnlyRootFilesystem": true}',
      'CAI1003 wrong-type: allowSampleEvidence is "true"; it must be true or false, without quotes',
    ],
  },
  {
    code: 'CAI1003',
    title: 'sidecars that are no object',
    input: { sidecars: [] },
    messages: ['CAI1003 wrong-type: sidecars is []; it must be a map with the sidecars "aa", "cdh", "tng", "cachefs"'],
  },
  {
    code: 'CAI1004',
    title: 'an image with a tag',
    input: tng({ image: 'registry.example.com:5000/product/tng:2.2.4' }),
    messages: [
      `CAI1004 wrong-form: sidecars.tng.image is "registry.example.com:5000/product/tng:2.2.4"; it must be ${image}`,
    ],
  },
  {
    code: 'CAI1004',
    title: 'an image with a digest',
    input: tng({ image: `tng@sha256:${'0'.repeat(64)}` }),
    messages: [`CAI1004 wrong-form: sidecars.tng.image is "tng@sha256:${'0'.repeat(64)}"; it must be ${image}`],
  },
  {
    code: 'CAI1004',
    title: 'values that are not allowed, all at once',
    input: tng({
      image: '',
      digest: 'sha256:abc',
      version: 'v 1',
      imagePullPolicy: 'always',
      command: [],
      resources: { requests: { cpu: '50 m' }, limits: { memory: -1, 'cpu!': 1 } },
    }),
    messages: [
      `CAI1004 wrong-form: sidecars.tng.image is ""; it must be ${image}`,
      'CAI1004 wrong-form: sidecars.tng.digest is "sha256:abc"; it must be a digest: "sha256:" and 64 hexadecimal digits',
      'CAI1004 wrong-form: sidecars.tng.version is "v 1"; it must be an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'CAI1006 not-one-of: sidecars.tng.imagePullPolicy is "always"; it must be "Always", "IfNotPresent" or "Never"',
      'CAI1005 out-of-range: sidecars.tng.command is []; it must be a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
      'CAI1004 wrong-form: sidecars.tng.resources.requests.cpu is "50 m"; it must be a quantity such as "250m" or "512Mi", not negative',
      'CAI1005 out-of-range: sidecars.tng.resources.limits.memory is -1; it must be a quantity such as "250m" or "512Mi", not negative',
      'CAI1007 wrong-key-form: sidecars.tng.resources.limits.cpu! cannot be a key; it must be a resource: "cpu", "memory", "ephemeral-storage" or a name with a prefix such as "example.com/device"',
    ],
  },
  {
    code: 'CAI5011',
    title: 'a default version of no version set',
    input: tng({ version: '2.2.5' }),
    messages: [
      'CAI5011 unsupported-version: sidecars.tng.version "2.2.5" belongs to no version set; choose an image tag of set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)',
    ],
  },
  {
    code: 'CAI1008',
    title: 'a key written twice',
    input: '{"sidecars": {},\n "sidecars": {}}',
    messages: ['CAI1008 duplicate-key: sidecars is written again at line 2, column 2; keep one of them'],
  },
  {
    code: 'CAI5012',
    title: 'default versions of two version sets',
    input: tng({ version: '2.3.0' }),
    messages: [
      'CAI5012 mixed-version-sets: sidecars mix version sets, which cannot talk to each other: aa "1.3.1" is of set A, cdh "1.3.1" is of set A, tng "2.3.0" is of set B; take all three from set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)',
    ],
  },
  {
    code: 'CAI1003',
    title: 'a version that is no text, beside versions of the other set',
    input: { sidecars: { aa: { version: 1.4 }, cdh: { version: '1.4.0' }, tng: { version: '2.3.0' } } },
    messages: [
      'CAI1003 wrong-type: sidecars.aa.version is 1.4; it must be an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
    ],
  },
];
