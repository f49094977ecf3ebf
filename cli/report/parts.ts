import { markup, type Html, type Part } from './html';
import type { Asset, NumberedSwitch, Severity } from './switches';

/** A section of the page: an anchor, a heading and what stands below it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Part;
  /** Whether it begins a page in print. @default false */
  readonly startsPage?: boolean;
}

export function sectionOf({ id, title, body, startsPage = false }: Section): Html {
  const kind = startsPage ? 'page-start' : 'section';
  return markup`<section class="${kind}" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>
`;
}

/** A table; the first cell of each row is its heading. On a phone each row is a list of its cells. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Part[])[]): Html {
  const cells = (row: readonly Part[]): Html[] =>
    row.map((cell, index) =>
      index === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td data-head="${heads[index] ?? ''}">${cell}</td>`,
    );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="wide">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => markup`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr>
              ${cells(row)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function facts(pairs: readonly (readonly [label: string, value: Part])[]): Html {
  return markup`<dl class="facts">
    ${pairs.map(
      ([label, value]) =>
        markup`<dt>${label}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

export function badge(kind: string, text: string): Html {
  return markup`<span class="badge ${kind}">${text}</span>`;
}

/** Words that tell a severity without any colour. */
export const severityWords: Readonly<Record<Severity, string>> = {
  breaks: '▲ breaks protection',
  weakens: '△ weakens protection',
  note: '○ note',
};

/** References to the switches that touch an asset. */
export function weakenedBy(asset: Asset, switches: readonly NumberedSwitch[]): Part {
  const touching = switches.filter(({ assets }) => assets.includes(asset));
  if (touching.length === 0) return 'none';
  return touching.map(
    ({ id, severity }, index) =>
      markup`${index === 0 ? '' : ', '}<a href="#${id}">${id}</a>${severity === 'breaks' ? ' ▲' : ''}`,
  );
}
