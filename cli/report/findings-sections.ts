import { markup, type Html, type Part } from './html';
import { badge, facts, severityWords, table, weakenedBy, type Section } from './parts';
import type { Subject } from './subject';
import { isUnsafe, type Asset, type NumberedSwitch } from './switches';
import { remainsOpen, threatModel, threats } from './threats';

function card({ id, severity, title, where, found, fix, assets, code }: NumberedSwitch): Html {
  const touched = assets.length === 0 ? undefined : (['Touches', assets.join(', ')] as const);
  return markup`<article class="switch ${severity}" id="${id}">
    <h3><span class="id">${id}</span> ${title} ${badge(severity, severityWords[severity])}</h3>
    ${facts([
      ['Set at', markup`<code>${where}</code>`],
      ['Found', found],
      ['What to do', fix],
      ...(touched ? [touched] : []),
      ...(code === undefined ? [] : [['Code', markup`<code>${code}</code>, explained in docs/errors.md`] as const]),
    ])}
  </article>`;
}

/** Every unsafe switch in use, with where it is set and what to do. */
export function switchesSection({ switches }: Subject): Section {
  const unsafe = switches.filter(isUnsafe);
  const notes = switches.filter((one) => !isUnsafe(one));
  const none = markup`<p class="none-found">
    <b>None.</b> Nothing that was read switches a protection off or weakens one.
  </p>`;
  return {
    id: 'switches',
    title: 'Unsafe switches in use',
    body: [
      unsafe.length === 0 ? none : unsafe.map(card),
      markup`<h3>Notes</h3>`,
      notes.length === 0 ? markup`<p>None.</p>` : notes.map(card),
    ],
  };
}

interface AssetRow {
  readonly asset: Asset;
  readonly clear: string;
  readonly protection: string;
  readonly nowhere: string;
}

function assetRows({ description }: Subject): AssetRow[] {
  const apiKey = description?.vllm.apiKey.existingSecret;
  return [
    {
      asset: 'model',
      clear:
        "With the data owner; in cachefs and the application's mount; in the memory of the Pod and of the confidential GPU",
      protection: 'gocryptfs before the upload; the key only after attestation; read-only mounts in the TEE',
      nowhere: "Bucket, volume, node's disk, network",
    },
    {
      asset: 'key',
      clear: 'With the data owner; in Trustee; in a memory volume that CDH writes and cachefs reads',
      protection: "Trustee's policies over hardware evidence; no other container mounts the volume",
      nowhere: 'Kubernetes objects, logs, environment variables, command lines',
    },
    {
      asset: 'prompts',
      clear: 'In the client up to its TNG; in the Pod behind TNG',
      protection: 'Encrypted from the client to a TNG that was attested; packet filter rules close every other way',
      nowhere: 'Network, load balancer, node outside of the confidential VM',
    },
    {
      asset: 'API key',
      clear:
        description && apiKey === undefined
          ? 'None is in use'
          : `In a Kubernetes Secret${apiKey === undefined ? ', where one is used' : ` (${apiKey})`}: the cluster's operator can read it`,
      protection: 'A second lock only: travels with the prompts, mounted as a file',
      nowhere: 'Pod specification, logs',
    },
  ];
}

/** What is said of an asset, which holds only while no switch breaks its protection. */
function claimed(asset: Asset, { switches }: Subject, text: string): Part {
  const broken = switches.filter(({ severity, assets }) => severity === 'breaks' && assets.includes(asset));
  if (broken.length === 0) return text;
  return markup`<b>▲ Does not hold: ${linked(broken)}.</b> Without ${broken.length === 1 ? 'it' : 'them'}: ${text}`;
}

function linked(switches: readonly NumberedSwitch[]): Part {
  return switches.map(({ id }, index) => markup`${index === 0 ? '' : ', '}<a href="#${id}">${id}</a>`);
}

/** What protects each asset, and which switches touch that. */
export function assetsSection(subject: Subject): Section {
  const name = (asset: Asset): string =>
    asset === 'prompts' ? 'Prompts and answers' : `${asset.charAt(0).toUpperCase()}${asset.slice(1)}`;
  const rows = assetRows(subject).map(({ asset, clear, protection, nowhere }): Part[] => [
    asset === 'key' ? 'Key of the model' : name(asset),
    clear,
    claimed(asset, subject, protection),
    claimed(asset, subject, nowhere),
    weakenedBy(asset, subject.switches),
  ]);
  return {
    id: 'assets',
    title: 'What protects each asset',
    body: table(
      'Assets, where they lie in the clear, and which switches touch their protection (▲ breaks it)',
      ['Asset', 'In the clear', 'Protected by', 'Not in the clear', 'Switches'],
      rows,
    ),
  };
}

/** The threats in short. */
export function threatsSection({ switches }: Subject): Section {
  return {
    id: 'threats',
    title: 'Threats in short',
    body: [
      markup`<p>
        What stands against each threat while no unsafe switch is in use. The whole table, with the test of each row, is
        in ${threatModel} of the project.
      </p>`,
      table(
        'Threats and what stands against them',
        ['Threat', 'What stands against it'],
        threats.map(({ threat, answer, undoneBy = [] }) => {
          const undone = switches.filter(({ severity, title }) => severity === 'breaks' && undoneBy.includes(title));
          return [threat, undone.length === 0 ? answer : markup`<b>▲ Does not hold: ${linked(undone)}.</b> ${answer}`];
        }),
      ),
    ],
  };
}

/** What no setting protects from, and what this report cannot see. */
export function openSection(): Section {
  return {
    id: 'open',
    title: 'What remains open',
    body: [
      markup`<ul>
        ${remainsOpen.map(([title, text]) => markup`<li><b>${title.replace(/[.`]/g, '')}:</b> ${text}</li>`)}
      </ul>`,
      markup`<h3>What this report cannot see</h3>
        <ul>
          <li>Which policies Trustee applies: “cai trustee check” asks it.</li>
          <li>Whether nodes have TDX and confidential GPUs, and whether the webhook answers: “cai doctor” looks.</li>
          <li>Whether clients verify the Pods: “cai client check” goes the whole way.</li>
          <li>What is in the images.</li>
        </ul>`,
    ],
  };
}
