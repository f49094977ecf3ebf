import { isObject, type Decision, type JsonObject } from '../../injection';
import { listAt, namedAt, objectAt, textAt, type Named } from '../../injection/json/json-object';
import { isSidecarName } from '../../injection/pod/reserved-names';
import type { ExplainedPort, Protection } from '../explain/explanation';
import { authoritiesText } from '../explain/text';
import { difference, yamlOf } from './difference';
import { podRestsOn, sceneOf, type FlowState } from './flows';
import { markup, type Html, type Part } from './html';
import { badge, facts, table, type Section } from './parts';
import { picture } from './picture';
import { containersOf } from './pod-switches';
import type { ReportedPod } from './reported-pod';
import { doubtIn, standingOf } from './standing';
import type { Subject } from './subject';

const stateWords: Readonly<Record<FlowState, string>> = {
  sealed: 'sealed',
  inside: 'inside a boundary',
  control: 'not confidential',
  unsafe: '▲ UNSAFE',
};

interface Protected extends ReportedPod {
  readonly protection: Protection;
}

const isProtected = (pod: ReportedPod): pod is Protected => pod.protection !== undefined;

/** A heading for each Pod where there are several. */
function perPod(pods: readonly ReportedPod[], body: (pod: ReportedPod, index: number) => Part): Part {
  return pods.map((pod, index) =>
    pods.length === 1 ? body(pod, index) : [markup`<h3>${pod.title} (${pod.source})</h3>`, body(pod, index)],
  );
}

/** The picture, and the same in words. */
export function flowSection({ pods, description }: Subject): Section {
  const shown = pods.filter(isProtected);
  const none = markup`<p>No Pod that was read is protected: there is nothing to draw.</p>`;
  const body = perPod(shown, (pod, index) => {
    const scene = sceneOf(pod, (pod as Protected).protection, description);
    return [
      markup`<figure class="picture">
        <div class="scroll" tabindex="0" role="region" aria-label="Picture of the flow">
          ${picture(scene, String(index))}
        </div>
        <figcaption>
          Trust is drawn by attestation, not by Kubernetes:
          ${
            scene.pod.isTrusted && scene.flows.every(({ state }) => state !== 'unsafe')
              ? 'what is outside of the thick frames sees nothing in the clear.'
              : 'but something here is not protected, and others may see it in the clear.'
          }
          Numbers are those of the table; “!” marks what is unsafe.
        </figcaption>
      </figure>`,
      table(
        'What travels, and how it is protected',
        ['No.', 'From', 'To', 'What', 'State', 'How it is protected'],
        scene.flows.map(({ number, from, to, what, state, protection }) => [
          number,
          from,
          to,
          what,
          badge(state, stateWords[state]),
          protection,
        ]),
      ),
    ];
  });
  return { id: 'flow', title: 'Flow and trust boundaries', body: shown.length === 0 ? none : body };
}

interface DeclaredPort {
  readonly container: string;
  readonly port: number;
  readonly protocol: string;
}

function declaredPorts(pod: JsonObject): DeclaredPort[] {
  return containersOf(pod)
    .filter(({ name }) => !isSidecarName(name))
    .flatMap(({ name, ...container }) =>
      listAt(container, 'ports').flatMap((port) =>
        isObject(port) && typeof port.containerPort === 'number'
          ? [{ container: name, port: port.containerPort, protocol: textAt(port, 'protocol') ?? 'TCP' }]
          : [],
      ),
    );
}

function portRows(pod: ReportedPod, description: Subject['description']): Part[][] {
  const { after, protection } = pod;
  const doubt = protection && doubtIn(standingOf(pod, protection, description), podRestsOn);
  const ofTng = doubt ? badge('unsafe', `▲ TNG, but ${doubt.short}`) : badge('sealed', 'TNG only');
  const secured = new Map<number, ExplainedPort>((protection?.ports ?? []).map((one) => [one.port, one]));
  const declared = declaredPorts(after);
  const undeclared = [...secured.keys()].filter((port) => !declared.some((one) => one.port === port));
  const all = [...declared, ...undeclared.map((port) => ({ port, container: 'declared by none', protocol: 'TCP' }))];
  return all.map(({ port, container, protocol }) => {
    const found = protocol === 'TCP' ? secured.get(port) : undefined;
    const open = found?.plaintextPaths ?? [];
    return [
      port,
      `${protocol}, ${container}`,
      found ? ofTng : badge('unsafe', '▲ plaintext'),
      open.length === 0 ? (found ? 'none' : 'everything') : open.map((path) => markup`<code>${path}</code> `),
    ];
  });
}

/** Which ports speak only TNG, and what passes them in plaintext. */
export function portsSection({ pods, description }: Subject): Section {
  const body = perPod(pods, (pod) => {
    const rows = portRows(pod, description);
    return rows.length === 0
      ? markup`<p>No container declares a port, and none is secured.</p>`
      : table('Ports of the Pod', ['Port', 'Declared by', 'Reached by', 'Passes in plaintext'], rows);
  });
  return { id: 'ports', title: 'Secured ports', body };
}

function rightsOf(container: Named): string {
  const context = objectAt(container, 'securityContext');
  const added = listAt(objectAt(context, 'capabilities'), 'add').map(String);
  const user = context?.runAsUser;
  return [
    context?.privileged === true ? 'privileged' : 'not privileged',
    ...(added.length === 0 ? [] : [`adds ${added.join(', ')}`]),
    ...(typeof user === 'number' ? [`user ${user}`] : []),
  ].join('; ');
}

function containersTable(pod: ReportedPod): Html {
  const seen = new Map((pod.protection?.containers ?? []).map((one) => [one.name, one]));
  return table(
    'Containers in the order in which they start, and what each sees',
    ['Container', 'Image', 'Rights', 'Sees'],
    containersOf(pod.after).map((container) => {
      const sees = seen.get(container.name)?.sees ?? [];
      return [
        container.name,
        markup`<code>${textAt(container, 'image') ?? ''}</code>`,
        rightsOf(container),
        sees.length === 0
          ? pod.protection
            ? 'none of it'
            : 'not told: it is not protected'
          : sees.map(
              ({ path, content, readOnly }) =>
                markup`${content} at <code>${path}</code>${readOnly ? ' (read-only)' : ''}<br />`,
            ),
      ];
    }),
  );
}

function sidecar(container: Named): Html {
  const { command, ...rest } = container;
  const words = Array.isArray(command) ? (command as readonly unknown[]).map(String) : [];
  const script = words[1] === '-c' ? words[2] : undefined;
  const shown = script === undefined ? words : [...words.slice(0, 2), '(the script below)', ...words.slice(3)];
  const scriptPart =
    script === undefined
      ? ''
      : markup`<details>
          <summary>Script of ${container.name}</summary>
          <pre>${script}</pre>
        </details>`;
  return markup`<details>
    <summary>${container.name}</summary>
    <pre>${yamlOf({ ...rest, command: shown })}</pre>
    ${scriptPart}
  </details>`;
}

const headings: Readonly<Record<Decision, string>> = {
  injected: 'Appendix: injected Pod',
  unchanged: 'Appendix: injected Pod',
  ignored: 'Pod without protection',
  denied: 'Refused Pod',
};

/** What it is told; nothing where it is not protected. */
function protectionFacts({ protection }: ReportedPod): (readonly [string, Part])[] {
  if (!protection) return [];
  const { trustee, authorities, keyId, claim, evidence } = protection;
  return [
    ['Trustee', markup`<code>${trustee}</code>`],
    ...(trustee.startsWith('https:') ? [['Its authorities', authoritiesText(authorities)] as const] : []),
    ['Key', markup`<code>${keyId}</code>`],
    ['Claim', markup`<code>${claim}</code>, which holds the encrypted model`],
    [
      'Evidence',
      evidence.length === 0
        ? 'none: anybody can get the key'
        : evidence.join(' and ').toUpperCase().replace(' AND ', ' and '),
    ],
  ];
}

/** The Pod beside the original. */
export function podSection(pod: ReportedPod, index: number): Section {
  const { title, source, decision, reason, before, after, origin, found } = pod;
  const sidecars = namedAt(objectAt(after, 'spec'), 'initContainers').filter(({ name }) => isSidecarName(name));
  const taken = origin === 'live' && sidecars.length > 0;
  return {
    id: `pod-${index}`,
    title: `${headings[decision]}: ${title}`,
    startsPage: true,
    body: [
      facts([
        ['From', source],
        ['Decision', markup`${badge(decision, decision)} ${reason}`],
        ...protectionFacts(pod),
        ['Findings', found.length === 0 ? 'none' : `${found.length}, among the switches above`],
      ]),
      containersTable(pod),
      markup`<h3>What the injection changes</h3>`,
      taken
        ? markup`<p>
            The original is what the running Pod's status tells of it; whether its mounts of the model were writable is
            not told.
          </p>`
        : '',
      markup`<p>
        Values of the application's environment, of HTTP headers, of arguments with secrets and of annotations of others
        are masked. The sidecars are folded here and stand below.
      </p>`,
      difference(before, after),
      markup`<h3>Sidecars</h3>`,
      sidecars.length === 0 ? markup`<p>None.</p>` : sidecars.map(sidecar),
    ],
  };
}
