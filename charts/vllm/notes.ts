import {
  and,
  eq,
  isSet,
  matches,
  not,
  or,
  orElse,
  toJson,
  when,
  type NotesLine,
  type ReleaseContext,
  text,
} from '../../helm';
import { defaultName } from '../../constructs/inference/schema';
import { isPlaintext, textOption, optionsJson } from './options';
import type { Values } from './values';

/** What the user reads after an installation: how to look, how to ask, and what is risky. */
export function chartNotes(v: Values, release: ReleaseContext): NotesLine[] {
  const name = orElse<string>(v.fullnameOverride, defaultName);
  const namespace = release.namespace;
  return [
    text`The confidential vLLM service ${name} is being started in the namespace ${namespace}.`,
    '',
    '1. See the sidecars and the server start. Loading the model takes minutes:',
    text`   kubectl get pods --namespace ${namespace} --selector app.kubernetes.io/instance=${release.name} --watch`,
    '',
    '2. Wait until the server is ready:',
    text`   kubectl rollout status deployment/${name} --namespace ${namespace} --timeout 45m`,
    '',
    '3. Get the address:',
    when(
      eq(v.service.type, 'LoadBalancer'),
      text`   kubectl get service ${name}-svc --namespace ${namespace} -o jsonpath='http://{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}:{.spec.ports[0].port}{"\\n"}'`,
      text`   http://${name}-svc.${namespace}.svc:${v.service.port}`,
    ),
    '',
    '4. Ask through a TNG client that verifies the Pods with Trustee; a plain client is refused. Then prove it:',
    text`   helm test ${release.name} --namespace ${namespace}`,
    ...warnings(v),
  ] as NotesLine[];
}

// in any spelling that vLLM takes for --enable-log-requests and --enable-log-outputs
const logsRequests = '"--enable[-_]log[-_][ro][a-z]*"';

// the level DEBUG writes prompts wherever a version of vLLM has put them there
const logsMore = '"VLLM_DEBUG_LOG_API_SERVER_RESPONSE"|"name":"VLLM_LOGGING_LEVEL","value":"(DEBUG|debug)"';

const ofVpc = 'address-type":"intranet"';

const secretInEnv = '"name":"([^"]*_)?(TOKEN|SECRET|PASSWORD|PASSWD|(API|ACCESS|SECRET|PRIVATE)_?KEY)","value":"[^"]';

const customMetric = '"type":"(Pods|Object|External)"[}]';

function warnings(v: Values): unknown[] {
  const warn = (test: unknown, sentence: string): unknown => when(test as boolean, `WARNING: ${sentence}`);
  return [
    warn(
      matches('^http://', textOption(v, 'trustee-address')),
      'trustee-address is plain http: whoever is on the way can answer for Trustee. Use https.',
    ),
    warn(isPlaintext(v), 'tng-http-secure-ports is empty: prompts and answers travel in plaintext.'),
    warn(
      matches('allow-insecure-request-regexes', optionsJson(v)),
      'allow-insecure-request-regexes lets connections past TNG in plaintext.',
    ),
    warn(
      v.unsafeAllowSampleEvidence,
      'unsafeAllowSampleEvidence is set: the model key can be had without any hardware protection.',
    ),
    warn(isSet(v.oss.akSecret), 'oss.akSecret is stored in the release. Prefer oss.existingSecret.'),
    warn(matches('^http://', v.oss.url), 'oss.url is plain http: requests to the bucket can be read on the way.'),
    warn(v.trustRemoteCode, 'trustRemoteCode runs code of the model that can read prompts and answers.'),
    warn(eq(v.probes.handler, 'http'), 'probes.handler http opens the path /health past TNG.'),
    warn(
      and(
        and(eq(v.service.type, 'LoadBalancer'), not(isSet(v.apiKey.existingSecret))),
        and(
          matches('^(\\[\\]|null)$', toJson(v.service.loadBalancerSourceRanges)),
          not(matches(ofVpc, toJson(v.service.annotations))),
        ),
      ),
      'the load balancer may be reached from everywhere, and no API key is asked for: whoever has a TNG client may use the model. Set apiKey.existingSecret, or say who may come in service.loadBalancerSourceRanges.',
    ),
    warn(
      and(isSet(v.apiKey.existingSecret), not(v.networkPolicy.enabled)),
      'vLLM asks for the API key below /v1 only. Set networkPolicy to close /invocations and the rest.',
    ),
    warn(
      and(v.autoscaling.enabled, matches(customMetric, toJson(v.autoscaling.metrics))),
      'autoscaling measures through a metrics adapter, such as prometheus-adapter: without one it never scales.',
    ),
    warn(
      matches('"--disable[-_]l(o|og|og[-_]|og[-_]s[a-z]*)?"', toJson(v.extraArgs)),
      '--disable-log-stats hides whether requests run: a Pod that stops always waits for drainTimeoutSeconds.',
    ),
    warn(
      matches(secretInEnv, toJson(v.env)),
      'env holds a secret in plain text, which whoever reads the Deployment can read. Name a Secret in valueFrom.secretKeyRef.',
    ),
    warn(
      or(matches(logsRequests, toJson(v.extraArgs)), matches(logsMore, toJson(v.env))),
      'vLLM is told to log what is asked or answered: the log lies in plaintext on the node, for the host to read.',
    ),
  ];
}
