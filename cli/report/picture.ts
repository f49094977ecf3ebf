import { markup, type Html } from './html';
import type { Flow, FlowState, Scene } from './flows';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const sign: Readonly<Record<FlowState, string>> = { sealed: '', inside: '', control: '', unsafe: '!' };

/** A text that is no longer than its place; the whole of it shows when the mouse rests on it. */
function fitting(text: string, most: number): Html {
  if (Array.from(text).length <= most) return markup`${text}`;
  return markup`<title>${text}</title>${Array.from(text)
    .slice(0, most - 1)
    .join('')}…`;
}

function lines({ x, y, width }: Box, texts: readonly string[], top = 24): Html[] {
  // fonts differ: the widest of the usual ones has to fit
  const most = Math.floor(width / 7.4);
  return texts
    .filter((text) => text !== '')
    .map((text, index) => {
      const kind = index === 0 ? 'name' : 'fact';
      return markup`<text class="${kind}" x="${x + width / 2}" y="${y + top + index * 18}"
        >${fitting(text, most)}</text
      >`;
    });
}

function box(at: Box, kind: string, texts: readonly string[]): Html {
  const { x, y, width, height } = at;
  return markup`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />${lines(at, texts)}`;
}

type Pair<T> = readonly [T, T];

function zone(at: Box, kind: string, [title, verdict]: Pair<string>, [left, top]: Pair<number>): Html {
  const { x, y, width, height } = at;
  return markup`<rect class="zone ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10" />
    <text class="zone-title" x="${left}" y="${top}">${title}: <tspan class="verdict">${verdict}</tspan></text>`;
}

interface Route {
  readonly path: string;
  /** Where the number stands. */
  readonly at: readonly [x: number, y: number];
  /** Which way the label runs from there; below: centred under it. */
  readonly side: 'start' | 'end' | 'below';
}

const routes: Readonly<Record<number, Route>> = {
  1: { path: 'M115 150 V352', at: [115, 219], side: 'start' },
  2: { path: 'M208 92 H318', at: [265, 92], side: 'below' },
  3: { path: 'M204 694 H246', at: [225, 694], side: 'below' },
  4: { path: 'M500 356 V154', at: [500, 219], side: 'start' },
  5: { path: 'M400 150 V352', at: [400, 219], side: 'end' },
  6: { path: 'M330 430 V478', at: [330, 453], side: 'start' },
  7: { path: 'M115 430 V520 H260', at: [160, 520], side: 'below' },
  8: { path: 'M330 556 V606', at: [330, 580], side: 'start' },
  9: { path: 'M652 92 H542', at: [596, 92], side: 'below' },
  10: { path: 'M745 150 V352', at: [745, 219], side: 'end' },
  11: { path: 'M720 430 V520 H640', at: [700, 520], side: 'below' },
  12: { path: 'M530 556 V606', at: [530, 580], side: 'start' },
  13: { path: 'M530 430 V478', at: [530, 453], side: 'start' },
  14: { path: 'M800 430 V650 H640', at: [730, 650], side: 'below' },
};

function label({ label: text }: Flow, { at: [x, y], side }: Route): Html {
  const [left, top] = side === 'below' ? [x, y + 30] : [side === 'start' ? x + 19 : x - 19, y + 5];
  return markup`<text class="label ${side}" x="${left}" y="${top}">${text}</text>`;
}

function arrow(flow: Flow, hasTng: boolean, id: string): Html {
  const { number, from, to, what, state } = flow;
  // without TNG what comes in goes on to the application
  const route = routes[number === 11 && !hasTng ? 14 : number];
  if (!route) throw new RangeError(`no arrow has the number ${number}`);
  const {
    path,
    at: [x, y],
  } = route;
  return markup`<g class="flow ${state}">
      <title>${number}: ${what}, from ${from} to ${to}</title>
      <path d="${path}" marker-end="url(#${id})" />
      <circle cx="${x}" cy="${y}" r="13" />
      <text class="number" x="${x}" y="${y + 5}">${number}${sign[state]}</text>
      ${label(flow, route)}
    </g>`;
}

/** The key to the lines, as part of the picture, so that both stay together in print. */
function legend(): Html {
  const entries: readonly (readonly [FlowState, number, string])[] = [
    ['sealed', 14, 'sealed: encrypted or signed'],
    ['inside', 284, 'plaintext inside a boundary'],
    ['control', 560, 'not confidential'],
    ['unsafe', 744, 'UNSAFE'],
  ];
  return markup`${entries.map(
    ([state, x, text]) =>
      markup`<g class="flow ${state}">
      <path d="M${x} 796 h44" />
      <text class="key" x="${x + 52}" y="801">${text}</text>
    </g>`,
  )}`;
}

function boxesOf(scene: Scene): Html[] {
  const { trustee, bucket, model, claim, evidence, hasTng, ports, application, others, isVerifying } = scene;
  const beside = others.length === 0 ? [] : [`also in the Pod: ${others.join(', ')}`];
  const tng = hasTng
    ? ['TNG', 'cai-sidecar-tng', `decrypts, port ${ports}`]
    : ['TNG is left out', 'no port is secured'];
  return [
    box({ x: 22, y: 58, width: 186, height: 92 }, 'box', ['gocryptfs', model, 'encrypts the model,', 'makes the key']),
    box({ x: 322, y: 58, width: 216, height: 92 }, 'box', [
      'Trustee',
      trustee,
      isVerifying ? 'verifies evidence,' : 'believes anybody,',
      'holds the key',
    ]),
    box({ x: 652, y: 58, width: 186, height: 92 }, 'box', [
      ...(hasTng
        ? [
            'TNG client',
            isVerifying ? 'verifies, encrypts' : 'encrypts to anybody',
            'OpenAI client beside it,',
            'on localhost',
          ]
        : ['Client', 'sends plaintext:', 'no TNG answers']),
    ]),
    box({ x: 26, y: 356, width: 178, height: 74 }, 'box', ['Bucket', bucket, 'encrypted model']),
    box({ x: 26, y: 656, width: 178, height: 76 }, 'box', ['API server', 'and CAI webhook:', 'put the sidecars in']),
    box({ x: 666, y: 356, width: 170, height: 74 }, 'box', ['Load balancer', hasTng ? `port ${ports}` : '', 'layer 4']),
    box({ x: 264, y: 356, width: 180, height: 74 }, 'box', ['CDH', 'confidential-data-hub', 'fetches the key']),
    box({ x: 456, y: 356, width: 180, height: 74 }, 'box', ['AA', 'attestation-agent', `evidence: ${evidence}`]),
    box({ x: 264, y: 482, width: 180, height: 74 }, 'box', ['cachefs', 'decrypts the files of', claim]),
    box({ x: 456, y: 482, width: 180, height: 74 }, hasTng ? 'box' : 'box absent', tng),
    box({ x: 264, y: 610, width: 372, height: 92 }, 'box', [
      application,
      'sees the decrypted model, prompts and answers',
      ...beside,
    ]),
  ];
}

/**
 * The flow with its trust boundaries, as SVG. Lines differ by their strokes and not by colour alone.
 *
 * @param suffix makes ids that no other picture of the page has
 */
export function picture(scene: Scene, suffix: string): Html {
  const { hasTng, flows, pod, server } = scene;
  const id = `arrow-${suffix}`;
  const title = `flow-${suffix}`;
  return markup`<svg viewBox="0 0 860 820" role="img" aria-labelledby="${title}">
    <title id="${title}">
      Flow of model, key, evidence and prompts between data owner, Trustee, client, cluster and Pod; the table below
      tells it in words
    </title>
    <defs>
      <marker
        id="${id}"
        viewBox="0 0 10 10"
        refX="8"
        refY="5"
        markerWidth="10"
        markerHeight="10"
        markerUnits="userSpaceOnUse"
        orient="auto-start-reverse"
      >
        <path class="head" d="M0 0 L10 5 L0 10 z" />
      </marker>
    </defs>
    ${zone({ x: 8, y: 20, width: 214, height: 150 }, 'trusted', ['Data owner', 'trusted'], [22, 44])}
    ${zone({ x: 308, y: 20, width: 244, height: 150 }, server.isTrusted ? 'trusted' : 'doubtful', [server.name, server.verdict], [322, 44])}
    ${zone({ x: 638, y: 20, width: 214, height: 150 }, 'trusted', ['Client', 'trusted'], [652, 44])}
    ${zone({ x: 8, y: 268, width: 844, height: 500 }, 'outside', ['Cloud and cluster', 'NOT trusted'], [130, 294])}
    ${zone({ x: 250, y: 338, width: 400, height: 414 }, pod.isTrusted ? 'tee' : 'doubtful', [pod.name, pod.verdict], [264, 738])}
    ${boxesOf(scene)}
    ${flows.map((flow) => arrow(flow, hasTng, id))} ${legend()}
  </svg>`;
}
