import { isScalar, LineCounter, parseDocument, Scalar } from 'yaml';
import { nodeAt, placeOf, shownPlace, type YamlSource } from '../yaml-places';

/**
 * Where something stands in a text that is itself a value of the file, such as the JSON of an annotation: `file:line:column`.
 * Undefined where the two texts do not match character by character, because of escapes or folded lines.
 *
 * @param path keys that lead to the text
 * @param within keys that lead into it
 */
export function placeWithin(
  source: YamlSource,
  path: readonly string[],
  within: readonly string[],
): string | undefined {
  const node = nodeAt(source, path);
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return undefined;
  const inner = positionWithin(node.value, within);
  if (!inner) return undefined;
  const start = source.lines.linePos(node.range[0]);
  const raw = source.text.slice(node.range[0], node.range[1]);
  if (node.type === Scalar.BLOCK_LITERAL) {
    const [, ...body] = raw.split('\n');
    const indent = body.find((line) => line.trim() !== '')?.search(/\S/) ?? 0;
    return shownPlace(source.file, start.line + inner.line, indent + inner.column);
  }
  const quote = node.type === Scalar.PLAIN ? '' : raw.charAt(0);
  if (raw !== `${quote}${node.value}${quote}` || inner.line > 1) return undefined;
  return shownPlace(source.file, start.line, start.col + quote.length + inner.column - 1);
}

function positionWithin(text: string, within: readonly string[]): { line: number; column: number } | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const [, line, column] = /:(\d+):(\d+)$/.exec(placeOf({ file: '', text, document, lines }, within)) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column) };
}
