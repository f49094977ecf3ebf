import { html, type Html } from './html';
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
  if (Array.from(text).length <= most) return html`${text}`;
  return html`<title>${text}</title>${Array.from(text)
      .slice(0, most - 1)
      .join('')}…`;
}

function lines({ x, y, width }: Box, texts: readonly string[], top = 24): Html[] {
  const most = Math.floor(width / 7.1);
  return texts
    .filter((text) => text !== '')
    .map((text, index) => {
      const kind = index === 0 ? 'name' : 'fact';
      return html`<text class="${kind}" x="${x + width / 2}" y="${y + top + index * 18}"
        >${fitting(text, index === 0 ? most : most + 2)}</text
      >`;
    });
}

function box(at: Box, kind: string, texts: readonly string[]): Html {
  const { x, y, width, height } = at;
  return html`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />${lines(at, texts)}`;
}

function zone({ x, y, width, height }: Box, kind: string, [title, verdict]: readonly [string, string]): Html {
  return html`<rect class="zone ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10" /><text
      class="zone-title"
      x="${x + 14}"
      y="${y + 24}"
      >${title}: <tspan class="verdict">${verdict}</tspan></text
    >`;
}

/** Where the arrow of each flow runs, and where its number stands. */
const routes: Readonly<Record<number, readonly [path: string, x: number, y: number]>> = {
  1: ['M115 150 V352', 115, 214],
  2: ['M212 84 H318', 265, 84],
  3: ['M200 726 H250', 225, 726],
  4: ['M550 384 V214 H500 V156', 550, 240],
  5: ['M390 150 V378', 390, 240],
  6: ['M345 446 V496', 345, 469],
  7: ['M115 424 V534 H258', 160, 534],
  8: ['M345 570 V630', 345, 598],
  9: ['M648 84 H548', 596, 84],
  10: ['M745 150 V352', 745, 214],
  11: ['M745 424 V534 H642', 700, 534],
  12: ['M555 570 V630', 555, 598],
  13: ['M555 446 V496', 555, 469],
  14: ['M810 424 V675 H642', 740, 675],
};

function arrow({ number, from, to, what, state }: Flow, hasTng: boolean, id: string): Html {
  // without TNG what comes in goes on to the application
  const [path, x, y] = number === 11 && !hasTng ? (routes[14] ?? ['', 0, 0]) : (routes[number] ?? ['', 0, 0]);
  return html`<g class="flow ${state}"
    ><title>${number}: ${what}, from ${from} to ${to}</title><path d="${path}" marker-end="url(#${id})" /><circle
      cx="${x}"
      cy="${y}"
      r="13"
    /><text class="number" x="${x}" y="${y + 5}">${number}${sign[state]}</text></g
  >`;
}

/** The key to the lines, as part of the picture, so that both stay together in print. */
function legend(): Html {
  const entries: readonly (readonly [FlowState, number, string])[] = [
    ['sealed', 20, 'sealed: encrypted or signed'],
    ['inside', 255, 'plaintext inside a boundary'],
    ['control', 490, 'not confidential'],
    ['unsafe', 660, 'UNSAFE'],
  ];
  return html`<g class="legend"
    >${entries.map(([state, x, text]) => html`<g class="flow ${state}"><path d="M${x} 836 h44" /><text class="key" x="${x + 52}" y="841">${text}</text></g>`)}</g
  >`;
}

/**
 * The flow with its trust boundaries, as SVG. Lines differ by their strokes and not by colour alone.
 *
 * @param suffix makes ids that no other picture of the page has
 */
export function picture(scene: Scene, suffix: string): Html {
  const { trustee, bucket, model, claim, evidence, hasTng, ports, server, others, flows } = scene;
  const id = `arrow-${suffix}`;
  const title = `flow-${suffix}`;
  const beside = others.length === 0 ? [] : [`and in the same Pod: ${others.join(', ')}`];
  return html`<svg viewBox="0 0 860 860" role="img" aria-labelledby="${title}">
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
    ${zone({ x: 8, y: 20, width: 214, height: 150 }, 'trusted', ['Data owner', 'trusted'])}
    ${zone({ x: 308, y: 20, width: 244, height: 150 }, 'trusted', ['Independent server', 'trusted'])}
    ${zone({ x: 638, y: 20, width: 214, height: 150 }, 'trusted', ['Client', 'trusted'])}
    ${zone({ x: 8, y: 268, width: 844, height: 532 }, 'outside', ['Cloud and cluster', 'NOT trusted'])}
    ${zone({ x: 250, y: 330, width: 400, height: 456 }, 'tee', ['Pod in the TEE', 'trusted once attested'])}
    ${box({ x: 22, y: 58, width: 186, height: 92 }, 'box', ['gocryptfs', model, 'encrypts the model,', 'makes the key'])}
    ${box({ x: 322, y: 58, width: 216, height: 92 }, 'box', ['Trustee', trustee, 'verifies evidence,', 'holds the key'])}
    ${box({ x: 652, y: 58, width: 186, height: 92 }, 'box', ['TNG client', 'verifies the Pod, encrypts;', 'OpenAI client talks to it', 'on localhost'])}
    ${box({ x: 26, y: 356, width: 178, height: 68 }, 'box', ['OSS bucket', bucket, 'encrypted model'])}
    ${box({ x: 26, y: 688, width: 174, height: 76 }, 'box', ['API server', 'and CAI webhook:', 'put the sidecars in'])}
    ${box({ x: 666, y: 356, width: 170, height: 68 }, 'box', ['Load balancer', hasTng ? `port ${ports}` : '', 'layer 4'])}
    ${box({ x: 264, y: 382, width: 176, height: 64 }, 'box', ['cai-sidecar-…-data-hub', 'CDH: fetches the key'])}
    ${box({ x: 464, y: 382, width: 172, height: 64 }, 'box', ['cai-sidecar-…-agent', `AA: ${evidence}`])}
    ${box({ x: 264, y: 500, width: 176, height: 70 }, 'box', ['cai-sidecar-cachefs', 'decrypts', claim])}
    ${box({ x: 464, y: 500, width: 172, height: 70 }, hasTng ? 'box' : 'box absent', hasTng ? ['cai-sidecar-tng', 'decrypts requests', `secures port ${ports}`] : ['TNG is left out', 'no port is secured'])}
    ${box({ x: 264, y: 634, width: 372, height: 136 }, 'box', [server, 'sees the decrypted model, prompts and answers', ...beside])}
    ${flows.map((flow) => arrow(flow, hasTng, id))} ${legend()}
  </svg>`;
}
