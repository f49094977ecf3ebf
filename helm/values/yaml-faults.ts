import { isPair, isScalar, isSeq, visit, type Document, type Node, type Pair, type YAMLError } from 'yaml';
import { inputProblems, jsonPointer, type Pointer, type Problem } from '../../problems';

/** Where an offset into a text lies. */
export interface TextPlaces {
  readonly lineOf: (offset: number) => { readonly line: number; readonly col: number };
  /** As a message has it, as in `values.yaml:12:5`. */
  readonly placeOf: (offset: number) => string;
}

/** Why a text is not YAML, or which keys it writes twice: everything at once. */
export function yamlFaults(document: Document, { lineOf, placeOf }: TextPlaces): Problem[] {
  return document.errors.map((error) => {
    const [offset] = error.pos;
    const place = placeOf(offset);
    const { line, col: column } = lineOf(offset);
    if (error.code !== 'DUPLICATE_KEY') return notYaml(reasonOf(error), place);
    const spoken = { notation: 'dotted' } as const;
    return inputProblems.duplicateKey.at(keyAt(document, offset), { line, column }, spoken).movedTo({ place });
  });
}

// What Go's reader refuses wherever it stands, in comments too; and three that it takes for line breaks, where others read on.
const forbidden = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;

/** The first character of a text that YAML does not allow. The parser of JavaScript takes them all. */
export function forbiddenCharacters(text: string, placeOf: TextPlaces['placeOf']): Problem[] {
  const found = forbidden.exec(text);
  if (found === null) return [];
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [notYaml(`the character U+${code} is not allowed there, nor in a comment`, placeOf(found.index))];
}

/** A text that is not YAML. */
export function notYaml(fault: string, place: string): Problem {
  return inputProblems.unreadable.at('', { format: 'YAML', fault }).movedTo({ place });
}

// the place says it
function reasonOf({ message }: YAMLError): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/u, '');
}

function keyAt(document: Document, offset: number): Pointer {
  let found: Pointer = '';
  visit(document, {
    Pair: (_, pair, path) => {
      const { key } = pair as Pair<Node, Node>;
      if (key.range?.[0] !== offset) return undefined;
      found = jsonPointer(...stepsOf([...path, pair]));
      return visit.BREAK;
    },
  });
  return found;
}

function stepsOf(path: readonly (Document | Node | Pair)[]): string[] {
  return path.flatMap((one, index) => {
    if (isPair(one)) return [String(isScalar(one.key) ? one.key.value : one.key)];
    return isSeq(one) ? [String(one.items.indexOf(path[index + 1]))] : [];
  });
}
