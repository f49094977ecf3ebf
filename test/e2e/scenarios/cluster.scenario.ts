import { toolsImage } from '../images/images';
import { eventually, expectText } from '../expectation';
import type { Scenario } from '../scenario';

function server(port: number, text: string): Record<string, unknown> {
  const script = `mkdir /tmp/${port} && cd /tmp/${port} && echo "${text}" >index.html && exec python3 -m http.server ${port}`;
  return { image: toolsImage.reference, command: ['sh', '-c', script] };
}

// the application starts only when its sidecar works, and both answer through one Service
const manifests = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'ground' },
      spec: {
        selector: { matchLabels: { app: 'ground' } },
        template: {
          metadata: { labels: { app: 'ground' } },
          spec: {
            terminationGracePeriodSeconds: 2,
            initContainers: [
              {
                name: 'sidecar',
                ...server(9000, 'the sidecar works'),
                restartPolicy: 'Always',
                startupProbe: { exec: { command: ['curl', '-sf', 'http://127.0.0.1:9000/'] }, periodSeconds: 1 },
              },
            ],
            containers: [
              {
                name: 'application',
                ...server(8080, 'the application works'),
                readinessProbe: { httpGet: { port: 8080, path: '/' }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ground' },
      spec: {
        type: 'LoadBalancer',
        selector: { app: 'ground' },
        ports: [
          { name: 'application', port: 80, targetPort: 8080 },
          { name: 'sidecar', port: 9000 },
        ],
      },
    },
  ],
};

const scenario: Scenario = {
  name: 'cluster',
  needs: ['node'],
  images: [toolsImage],
  async run({ cluster, namespace, say }) {
    const kubectl = (...args: string[]): Promise<string> => cluster.kubectl('-n', namespace, ...args);
    const inPod = ['-n', namespace, 'exec', 'deploy/ground', '-c', 'application', '--', 'curl', '-sS'];
    const applied = await cluster.run('kubectl', ['-n', namespace, 'apply', '--server-side', '-f', '-'], {
      input: JSON.stringify(manifests),
    });
    if (applied.code !== 0) throw new Error(applied.stderr);
    await kubectl('rollout', 'status', 'deployment/ground', '--timeout=90s');
    say('the Deployment with a native sidecar is available');

    // kube-proxy hears of ready Pods a moment after the Deployment does
    const byName = await eventually('answer by name', 20, () => cluster.kubectl(...inPod, 'http://ground/?by-name'));
    expectText(byName, 'the application works');
    expectText(
      await cluster.kubectl(...inPod, `http://ground.${namespace}.svc.cluster.local:9000/`),
      'the sidecar works',
    );
    expectText(await kubectl('logs', 'deploy/ground', '-c', 'application'), 'GET /?by-name');
    expectText(await kubectl('logs', 'deploy/ground', '-c', 'sidecar'), 'GET / ');
    say('the Service answers by its name, and the logs say so');

    const address = await kubectl(
      'wait',
      'service/ground',
      '--for=jsonpath={.status.loadBalancer.ingress[0].ip}',
      '--timeout=20s',
      '-o=jsonpath={.status.loadBalancer.ingress[0].ip}',
    );
    const fromOutside = await cluster.run('curl', ['-sS', '-m', '5', `http://${address}/`]);
    expectText(fromOutside.stdout, 'the application works');
    say(`the load balancer serves it at ${address}`);

    expectText((await cluster.run('kubectl', [...inPod, 'http://outside.invalid/'])).stderr, 'Could not resolve host');
    expectText(
      (await cluster.run('kubectl', [...inPod, '-m', '5', 'http://192.0.2.1/'])).stderr,
      'connect to 192.0.2.1',
    );
    say('nothing outside of the cluster can be reached');
  },
};

export default scenario;
