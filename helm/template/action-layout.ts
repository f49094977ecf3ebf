/*
 * Long actions go over several lines, which Go's templates allow between the words of an action. What stands in the
 * templates besides is left as it is.
 */

const width = 180;
const longestText = 150;

type Part = { readonly word: string } | { readonly inner: readonly Part[] };

/** A template in which no action is longer than its longest word. */
export function laidOut(template: string): string {
  return template
    .split('\n')
    .flatMap((line) => (line.length > width ? broken(line) : [line]))
    .join('\n');
}

function broken(line: string): string[] {
  const [, before = '', trim = '', action = '', after = ''] = /^(.*?\{\{)(-?) (.*) \}\}(.*)$/.exec(line) ?? [];
  if (action === '' || before.slice(0, -2).includes('{{') || after.includes('{{')) return [line];
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const lines = laid(parse(action), indent + 2);
  return `${before}${trim} ${lines.join('\n')} }}${after}`.split('\n');
}

function parse(action: string): Part[] {
  const open: Part[][] = [[]];
  for (const [token] of action.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()]|[^\s()"`]+/g)) {
    if (token === '(') open.push([]);
    else if (token === ')') {
      const inner = open.pop() ?? [];
      open.at(-1)?.push({ inner });
    } else open.at(-1)?.push({ word: token });
  }
  return open[0] ?? [];
}

function oneLine(parts: readonly Part[]): string {
  return parts.map((part) => ('word' in part ? part.word : `(${oneLine(part.inner)})`)).join(' ');
}

/** The lines of a call; all but the first are indented. */
function laid(parts: readonly Part[], indent: number): string[] {
  const whole = oneLine(parts);
  // a regular expression is never cut, nor is what a variable is
  const isWhole = (at: number): boolean => {
    const before = parts[at - 1];
    return before !== undefined && 'word' in before && /^(regex\w+|:=)$/.test(before.word);
  };
  if (indent + whole.length <= width) return [whole];
  const isList = parts.some((part) => 'word' in part && /^(and|or|dict)$/.test(part.word));
  const lines: string[] = [];
  let mayGrow = true;
  for (const [at, part] of parts.entries()) {
    const pieces = piecesOf(part, indent + 2, isWhole(at));
    const [first = '', ...rest] = pieces;
    const line = lines.at(-1);
    // the words before the first argument that is a call belong together
    const isHead = 'word' in part && parts.slice(0, at).every((one) => 'word' in one);
    const grown = `${line ?? ''} ${first}`;
    if (line !== undefined && mayGrow && (isHead || !isList) && indent + grown.length <= width) {
      lines[lines.length - 1] = grown;
      lines.push(...rest);
    } else lines.push(line === undefined ? first : pad(indent) + first, ...rest);
    mayGrow = rest.length === 0;
  }
  return lines;
}

function piecesOf(part: Part, indent: number, isWhole: boolean): string[] {
  if ('inner' in part) {
    const lines = laid(part.inner, indent);
    return lines.map((line, at) => `${at === 0 ? '(' : ''}${line}${at === lines.length - 1 ? ')' : ''}`);
  }
  if (isWhole || !part.word.startsWith('"') || part.word.length <= longestText) return [part.word];
  const [first = '', ...rest] = cut(part.word.slice(1, -1)).map((text) => `"${text}"`);
  if (rest.length === 0) return [part.word];
  return [`(print ${first}`, ...rest.map((text, at) => `${pad(indent)}${text}${at === rest.length - 1 ? ')' : ''}`)];
}

/** A text cut after spaces. */
export function cut(text: string, longest = longestText): string[] {
  const pieces: string[] = [];
  for (const word of text.match(/[^ ]* ?/g) ?? []) {
    const last = pieces.at(-1);
    if (word === '') continue;
    if (last !== undefined && last.length + word.length <= longest) pieces[pieces.length - 1] = last + word;
    else pieces.push(word);
  }
  return pieces;
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}
