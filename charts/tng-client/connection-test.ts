import type { Chart } from 'cdk8s';
import { each, items, orElse, spread, when, type ReleaseContext, type Input, text } from '../../helm';
import { imageReference } from '../../constructs/kubernetes/image-reference';
import { defaultClientName } from '../../constructs/tng-client/schema';
import { testPod } from '../test-pod';
import type { Values } from './values';
import { restrictedContainer } from '../../constructs/kubernetes/container';

// arguments: host and port of each door; the Service sends connections to replicas alone that are ready. Nothing is sent: a proxy
// that is asked for itself would go round in a circle. The time to connect is 0 where nobody takes the connection.
const script = `for address in "$@"; do
  attempt=1
  until curl --disable --noproxy '*' --silent --show-error --max-time 2 --write-out 'connected %{time_connect}\\n' "telnet://$address" </dev/null |
    grep -q '^connected .*[1-9]'; do
    if [ "$attempt" -ge 24 ]; then
      echo "nobody answers at $address; see the logs of the TNG client" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep 5
  done
  echo "$address takes connections"
done`;

/** What `helm test` runs: connects to each port through the Service, in the same image, which has curl. */
export function connectionTest(chart: Chart, v: Values, release: ReleaseContext): void {
  const name = orElse<string>(v.fullnameOverride, defaultClientName);
  const address = (port: Input<number>): Input<string> => text`${name}.${release.namespace}.svc:${port}`;
  const nodeSelector = { ...spread(v.nodeSelector), 'kubernetes.io/os': 'linux' };
  testPod(
    chart,
    { ...v, nodeSelector },
    {
      component: 'connection',
      name: text`${name}-test-connection`,
      release,
      longestSeconds: 300,
      container: {
        image: imageReference(v.image),
        imagePullPolicy: v.image.pullPolicy,
        command: ['/bin/sh', '-ec', script, 'connection'],
        args: items(
          when(v.proxy.enabled, address(v.proxy.port)),
          each(v.upstreams, ({ servicePort }) => address(servicePort)),
        ),
        securityContext: restrictedContainer,
      },
    },
  );
}
