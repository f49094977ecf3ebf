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
