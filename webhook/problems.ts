import { define, type NoDetails, showValue } from '../problems';

const request = 'the request';

export const unknownPath = define<NoDetails>({
  code: 'CAI6101',
  name: 'unknown-path',
  title: 'There is nothing at the path of the request',
  fix: 'send reviews to /mutate or /validate; health and metrics are on the other port',
  document: request,
  says: (where) => `${where} names a path that does not exist`,
});

export const wrongMethod = define<NoDetails>({
  code: 'CAI6102',
  name: 'wrong-method',
  title: 'The request is not a POST',
  fix: 'send the review by POST',
  document: request,
  says: (where) => `${where} is not a POST`,
});

export const wrongContentType = define<{ shown: string }>({
  code: 'CAI6103',
  name: 'wrong-content-type',
  title: 'The body is not declared as JSON in UTF-8 without compression',
  fix: 'send "Content-Type: application/json" and no Content-Encoding',
  document: request,
  says: (where, { shown }) => `${where} is declared as ${shown}`,
});

export const bodyTooLarge = define<{ limit: number }>({
  code: 'CAI6104',
  name: 'body-too-large',
  title: 'The body is larger than any review of the API server',
  fix: 'send a smaller object: the API server itself stores none of this size',
  document: request,
  says: (where, { limit }) => `the body of ${where} is larger than ${limit} bytes`,
});

export const serverBusy = define<{ limit: number }>({
  code: 'CAI6105',
  name: 'server-busy',
  title: 'Too many bytes of bodies wait in the server at once',
  fix: 'send the request again in a second',
  document: request,
  says: (where, { limit }) => `${where} came while ${limit} bytes of other bodies were waiting`,
});

export const emptyBody = define<NoDetails>({
  code: 'CAI6106',
  name: 'empty-body',
  title: 'The body is empty',
  fix: 'send an AdmissionReview',
  document: request,
  says: (where) => `the body of ${where} is empty`,
});

export const notUtf8 = define<NoDetails>({
  code: 'CAI6107',
  name: 'not-utf8',
  title: 'The body is not UTF-8',
  fix: 'encode the JSON text as UTF-8',
  document: request,
  says: (where) => `the body of ${where} is not UTF-8`,
});

export const notJson = define<NoDetails>({
  code: 'CAI6108',
  name: 'not-json',
  title: 'The body is not JSON',
  fix: 'send an AdmissionReview as JSON',
  document: request,
  says: (where) => `the body of ${where} is not JSON`,
});

export const bodyTooDeep = define<{ limit: number }>({
  code: 'CAI6109',
  name: 'body-too-deep',
  title: 'The body is nested deeper than any object of Kubernetes',
  fix: 'send an AdmissionReview',
  document: request,
  says: (where, { limit }) => `the body of ${where} is nested deeper than ${limit} levels`,
});

export const notAReview = define<{ rule: string }>({
  code: 'CAI6110',
  name: 'not-a-review',
  title: 'The body is not an AdmissionReview of admission.k8s.io/v1 with a request',
  fix: 'send an AdmissionReview of admission.k8s.io/v1',
  document: 'the body of the request',
  says: (where, { rule }) => `${where} is not a review that can be answered: ${rule}`,
});

export const missingObject = define<{ kind: string }>({
  code: 'CAI6111',
  name: 'missing-object',
  title: 'The review has no object to look at',
  fix: 'send the review with the object',
  says: (where, { kind }) => `${where} is not an object although the review is about a ${showValue(kind)}`,
});

export const internalError = define<NoDetails>({
  code: 'CAI6112',
  name: 'internal-error',
  title: 'The webhook failed while it looked at the object, so the object is refused',
  fix: 'look for this uid in the log of the webhook and report what you find',
  document: 'the object',
  says: (where) => `the webhook failed while it looked at ${where}, which is therefore refused`,
});

export const lengthRequired = define<NoDetails>({
  code: 'CAI6113',
  name: 'length-required',
  title: 'The request does not say how long its body is',
  fix: 'send Content-Length, and not Transfer-Encoding: chunked',
  document: request,
  says: (where) => `${where} does not say how long its body is`,
});

export const tooManyValues = define<{ limit: number }>({
  code: 'CAI6114',
  name: 'too-many-values',
  title: 'The body has more values than any object of Kubernetes',
  fix: 'send a smaller object',
  document: request,
  says: (where, { limit }) => `the body of ${where} has more than ${limit} keys and values`,
});

export const invalidAuthority = define<{ secret: string; rule: string }>({
  code: 'CAI6201',
  name: 'invalid-authority',
  severity: 'warning',
  title: 'The Secret of the certificate authority holds something that cannot be used',
  fix: 'let nothing but the webhook write to that Secret',
  document: 'authority.json',
  says: (where, { secret, rule }) => `${where} in the Secret ${secret} cannot be used: ${rule}`,
  advice: () => 'the webhook writes it anew; let nothing else write to that Secret',
});

export const invalidServingSecret = define<{ secret: string; rule: string }>({
  code: 'CAI6202',
  name: 'invalid-serving-secret',
  title: 'The Secret with the serving certificate cannot be used',
  fix: 'look at the Certificate of cert-manager that writes the Secret',
  document: 'tls.crt with tls.key',
  says: (where, { secret, rule }) => `${where} in the Secret ${secret} cannot be used: ${rule}`,
});

export const missingTemplates = define<{ configMap: string; key: string }>({
  code: 'CAI6301',
  name: 'missing-templates',
  title: 'The ConfigMap with the templates of the sidecars is missing or has no templates',
  fix: 'install the chart cai-webhook again: it brings the ConfigMap',
  document: 'the ConfigMap',
  says: (where, { configMap, key }) => `${where} ${configMap} does not exist or has no key ${key}`,
});

export const missingAuthorities = define<{ configMap: string; key: string }>({
  code: 'CAI6302',
  name: 'missing-authorities',
  title: 'The ConfigMap with the authorities of Trustee is missing or has none',
  fix: 'make it in the namespace of the webhook, or correct trustee.authorities in the values of cai-webhook',
  document: 'the ConfigMap',
  says: (where, { configMap, key }) => `${where} ${configMap} does not exist or has no key ${key}`,
});
