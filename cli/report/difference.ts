import { diffLines } from 'diff';
import { manifestYaml } from '../../helm/manifest-yaml';
import { isObject, type Json, type JsonObject } from '../../injection';
import { listAt, objectAt, textAt } from '../../injection/json/json-object';
import { isSidecarName } from '../../injection/pod/reserved-names';
import { markup, type Html } from './html';

/** How many lines that did not change stand around those that did. */
const around = 3;
const folded = '(folded, it stands below)';

/** A Pod in which each sidecar is one name, so that the difference shows what happened to the rest. */
function withFoldedSidecars(pod: JsonObject): JsonObject {
  const spec = objectAt(pod, 'spec');
  if (spec?.initContainers === undefined) return pod;
  const initContainers = listAt(spec, 'initContainers').map((one): Json => {
    const name = isObject(one) ? (textAt(one, 'name') ?? '') : '';
    return isSidecarName(name) ? `${name} ${folded}` : one;
  });
  return { ...pod, spec: { ...spec, initContainers } };
}

/** Part of an object as YAML. */
export function yamlOf(object: JsonObject): string {
  return manifestYaml([object]);
}

const linesOf = (text: string): string[] => text.replace(/\n$/u, '').split('\n');

function kept(lines: readonly string[], isFirst: boolean, isLast: boolean): Html {
  const head = isFirst ? [] : lines.slice(0, around);
  const tail = isLast ? [] : lines.slice(-around);
  const hidden = lines.slice(head.length, lines.length - tail.length);
  const shown = (some: readonly string[]): Html[] => some.map((line) => markup`<span>  ${line}</span>`);
  // a fold that hides less than it takes is of no use
  if (hidden.length <= around) return markup`<pre>${shown(lines)}</pre>`;
  return markup`<pre>${shown(head)}</pre>
    <details>
      <summary>${hidden.length} lines that stay as they are</summary>
      <pre>${shown(hidden)}</pre>
    </details>
    <pre>${shown(tail)}</pre>`;
}

/** What the injection adds to a Pod and changes in it: a unified difference, with the sidecars folded. */
export function difference(before: JsonObject, after: JsonObject): Html {
  const changes = diffLines(yamlOf(before), yamlOf(withFoldedSidecars(after)));
  const parts = changes.map(({ value, added, removed }, index) => {
    const lines = linesOf(value);
    if (removed) return markup`<pre>${lines.map((line) => markup`<del>- ${line}</del>`)}</pre>`;
    if (added) return markup`<pre>${lines.map((line) => markup`<ins>+ ${line}</ins>`)}</pre>`;
    return kept(lines, index === 0, index === changes.length - 1);
  });
  return markup`<div class="difference">${parts}</div>`;
}
