import { admitPod, defaultTemplates, isObject, type JsonObject } from '../../../injection';

import { documentOptions, modelPod } from '../confidential/pods';
import { optionsAnnotation } from '../../../injection/names';
import { expectEqual } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

/** Resources of the whole Pod, and those of its container, around what the sidecars ask for: 400m and 704Mi. */
const cases: readonly (readonly [what: string, ofPod: JsonObject, ofContainer?: JsonObject])[] = [
  ['too little', { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } }],
  ['exactly enough', { requests: { cpu: '0.4', memory: '704Mi' } }],
  ['a thousandth too little', { requests: { cpu: '399m', memory: '704Mi' } }],
  ['a byte too little', { requests: { memory: String(704 * 2 ** 20 - 1) } }],
  ['the container counts', { requests: { cpu: '1' } }, { requests: { cpu: '700m' } }],
  ['the container counts by its limit', { requests: { memory: '1Gi' } }, { limits: { memory: '512Mi' } }],
  ['limits with room', { limits: { cpu: '1', memory: '1Gi' } }],
  ['limits without room', { limits: { cpu: '300m', memory: '1Gi' } }],
  ['limits, and requests of the container', { limits: { cpu: '4', memory: '4Gi' } }, { requests: { cpu: '1' } }],
  ['other units', { requests: { cpu: '4e-1', memory: '738197504' } }],
  ['nothing of what the sidecars take', { requests: {}, limits: {} }],
];

/** Whether a Pod with resources of its own has room for the sidecars is told as the API server decides it. */
const scenario: Scenario = {
  name: 'pod resources',
  async run(context) {
    for (const [what, ofPod, ofContainer = {}] of cases) {
      const pod = podWith(ofPod, ofContainer);
      // as the webhook gets it: the API server has filled in what it fills in
      const seen = await dryRun(context, pod);
      if (typeof seen === 'string') throw new Error(`${what}: ${seen}`);
      const taken = await dryRun(context, injectedWith(pod, objectAt(seen, 'spec', 'resources')));
      const verdicts = [pod, seen].map((one) => admitPod(one, defaultTemplates).decision === 'injected');
      expectEqual(verdicts, [typeof taken !== 'string', typeof taken !== 'string'], what);
    }
    context.say(`${cases.length} Pods with resources of their own are judged as the API server judges them`);
  },
};

export default scenario;

function podWith(resources: JsonObject, ofContainer: JsonObject): JsonObject {
  const options = JSON.stringify(documentOptions('http://203.0.113.10:8081/api'));
  const pod = modelPod('whole', { annotations: { [optionsAnnotation]: options } }) as unknown as JsonObject;
  const spec = objectAt(pod, 'spec') ?? {};
  const [first, ...others] = spec.containers as readonly JsonObject[];
  return { ...pod, spec: { ...spec, resources, containers: [{ ...first, resources: ofContainer }, ...others] } };
}

/** The injected Pod with these resources, also where the injection refuses to make it. */
function injectedWith(pod: JsonObject, resources: JsonObject | undefined): JsonObject {
  const spec = objectAt(pod, 'spec') ?? {};
  const { decision, pod: made } = admitPod({ ...pod, spec: { ...spec, resources: undefined } }, defaultTemplates);
  if (decision !== 'injected') throw new Error('the Pod without resources of its own is not injected');
  const injected = made as JsonObject;
  return { ...injected, spec: { ...objectAt(injected, 'spec'), ...(resources && { resources }) } };
}

function objectAt(object: JsonObject, ...path: readonly string[]): JsonObject | undefined {
  const value = path.reduce<unknown>((whole, key) => (isObject(whole) ? whole[key] : undefined), object);
  return isObject(value) ? value : undefined;
}

/** The object as the API server would store it, or why it would not. */
async function dryRun({ cluster, namespace }: ScenarioContext, object: JsonObject): Promise<JsonObject | string> {
  const args = ['create', '-n', namespace, '--dry-run=server', '-o', 'json', '-f', '-'];
  const { code, stdout, stderr } = await cluster.run('kubectl', args, { input: JSON.stringify(object) });
  return code === 0 ? (JSON.parse(stdout) as JsonObject) : stderr;
}
