import type { Chart } from 'cdk8s';
import {
  cond,
  isSet,
  items,
  jsonText,
  matches,
  omitEmpty,
  orElse,
  toJson,
  when,
  type ReleaseContext,
  type Input,
  text,
} from '../../helm';
import { defaultName } from '../../constructs/inference/schema';
import { defaultClientImage, defaultPolicyIds, defaultProxyPort } from '../../constructs/tng-client/schema';
import { tngClientConfiguration } from '../../constructs/tng-client/tng-configuration';
import { defaultVersions } from '../../injection';
import { testPod } from '../test-pod';
import { isPlaintext, textOption } from './options';
import type { Values } from './values';

const tngRepository = `${defaultClientImage.registry}/${defaultClientImage.repository}`;

// arguments: base URL, request, TNG configuration or nothing; curl's configuration wants quotes and backslashes escaped. What the
// image says of proxies, and a .curlrc, are not obeyed: the question would go elsewhere, or past TNG
const script = `url="$1" request="$2" tng="$3"
if [ -n "$tng" ]; then
  tng launch --config-content "$tng" &
  set -- --proxy http://127.0.0.1:${defaultProxyPort} --noproxy ''
else
  set -- --noproxy '*'
fi
key=/run/secrets/vllm/api-key
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12; do
  if [ -f "$key" ]; then printf 'header = "Authorization: Bearer %s"\\n' "$(sed 's/[\\"]/\\\\&/g' "$key")"; fi |
    curl --disable --config - "$@" --silent --show-error --max-time 60 --output /tmp/answer --write-out '%{http_code}\\n' \\
      --header 'Content-Type: application/json' --data "$request" "$url/v1/completions" >/tmp/status || true
  status="$(cat /tmp/status)"
  if [ "$status" = 200 ] && grep -q '"text"' /tmp/answer; then
    echo "the service answered:"
    cat /tmp/answer
    exit 0
  fi
  echo "attempt $attempt: status \${status:-none}"
  sleep 5
done
cat /tmp/answer 2>/dev/null || true
echo "no completion from $url; see the logs of the container inference-service and of cai-sidecar-tng" >&2
exit 1`;

/**
 * What `helm test` runs: asks for a completion as a client would, since an answer of /health does not prove that
 * inference works. It goes through TNG, which verifies the Pods with Trustee, unless the options switch TNG off. The
 * image is TNG's own, which has curl.
 */
export function completionTest(chart: Chart, v: Values, release: ReleaseContext): void {
  const name = orElse<string>(v.fullnameOverride, defaultName);
  const url = text`http://${name}-svc.${release.namespace}.svc:${v.service.port}`;
  const request = toJson({ model: v.model.servedName, prompt: 'San Francisco is a', max_tokens: 7, temperature: 0 });
  const key = v.apiKey.existingSecret;
  const nodeSelector = omitEmpty(v.nodeSelector);
  testPod(
    chart,
    { ...v, nodeSelector },
    {
      component: 'completion',
      name: text`${name}-test-completion`,
      release,
      longestSeconds: 900,
      container: {
        image: orElse<string>(v.test.image, text`${tngRepository}:${tngVersion(v)}`),
        command: ['/bin/sh', '-ec', script, 'completion'],
        args: [url, request, cond(isPlaintext(v), '', clientConfiguration(v))],
        securityContext: v.securityContext,
        volumeMounts: items(
          { name: 'temporary', mountPath: '/tmp' },
          when(isSet(key), { name: 'api-key', mountPath: '/run/secrets/vllm', readOnly: true }),
        ),
      },
      volumes: items(
        { name: 'temporary', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
        when(isSet(key), {
          name: 'api-key',
          secret: { secretName: key, items: [{ key: v.apiKey.key, path: 'api-key' }] },
        }),
      ),
    },
  );
}

function tngVersion(v: Values): Input<string> {
  return orElse<string>(textOption(v, 'tng-version'), defaultVersions.tng);
}

/** A TNG client as in the document's sixth step, of the version that the Pods have. */
function clientConfiguration(v: Values): Input<string> {
  return jsonText(
    tngClientConfiguration({
      listen: '127.0.0.1',
      proxy: { enabled: true, port: defaultProxyPort },
      upstreams: [],
      trusteeAddress: textOption(v, 'trustee-address'),
      policyIds: defaultPolicyIds,
      isInUse: ({ ranges }) => matches(ranges.tng.pattern, tngVersion(v)),
    }),
  );
}
