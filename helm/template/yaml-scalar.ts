import { escaped } from '../go-string';
import { isBlockToAll, isTextToAll } from '../yaml-text';
import { cut } from './action-layout';

const width = 150;

const plain = /^[A-Za-z_/][A-Za-z0-9_./-]*$/;
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ue000-\uf8ff\ufffe\uffff]/g;

/**
 * A literal as one YAML scalar that YAML 1.1 and 1.2 read alike and that Helm does not take for a template.
 *
 * @param indent where the lines of a text of several lines stand; without it the text goes into one quoted line
 */
export function yamlScalar(value: unknown, indent?: number): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (plain.test(value) && isTextToAll(value)) return value;
  if (indent !== undefined && isBlockToAll(value)) return block(value, indent);
  return quoted(value, indent);
}

/** A text in quotes. A long one goes over several lines: a backslash joins the next line to it, without its indentation. */
function quoted(value: string, indent: number | undefined): string {
  const text = JSON.stringify(value).replace(unprintable, escaped);
  if (indent === undefined || text.length <= width) return withoutActions(text);
  return cut(text, width)
    .map((line) => withoutActions(line))
    .join(`\\\n${' '.repeat(indent)}`);
}

function block(value: string, indent: number): string {
  const ended = value.endsWith('\n');
  const pad = ' '.repeat(indent);
  const lines = (ended ? value.slice(0, -1) : value)
    .split('\n')
    .map((line) => (line === '' ? '' : pad + withoutActions(line)));
  return [ended ? '|' : '|-', ...lines].join('\n');
}

/** Text in which Helm finds no action of its own: each opening brace pair is printed by a template. */
export function withoutActions(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
