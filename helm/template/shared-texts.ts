import { goString } from '../go-string';
import { descriptionOf } from '../patterns';
import { cut } from './action-layout';
import { bare } from './go-expression';

/** Lines of a template, in the order in which they stand. */
export type Piece = string | Block;

/** Lines that stand below an action. */
export interface Block {
  readonly opening: string;
  readonly pieces: Piece[];
  /** Variables that depend on the item of a range are safe in here: a condition on the item stands above. */
  readonly isGuarded?: boolean;
  /** It has several branches: no variable may be defined within. */
  readonly isBranched?: boolean;
}

interface Shared {
  readonly mark: string;
  readonly name: string;
  readonly text: string;
  readonly comment?: string;
  /** Worth a variable also where it is used once. */
  readonly isLong: boolean;
  readonly isOfItem: boolean;
}

const marks = /\uE010(\d+)\uE011/g;
const longPattern = 60;

/**
 * What the rules of a chart ask several times. It goes through the printer as a mark; in the end whatever is used more than once
 * gets a variable, defined right before its first use, and the rest is put in its place.
 */
export class SharedTexts {
  private readonly shared: Shared[] = [];
  private readonly byText = new Map<string, Shared>();
  private readonly taken = new Map<string, string>([['$problems', '']]);

  public pattern(expression: string): string {
    const { name, says } = descriptionOf(expression) ?? { name: 'pattern', says: undefined };
    return this.share(name, goString(expression), { comment: says, isLong: expression.length > longPattern });
  }

  public value(name: string, text: string): string {
    return this.share(name, text, { isLong: text.includes('| fromJson') });
  }

  private share(name: string, text: string, more: { comment?: string | undefined; isLong: boolean }): string {
    const known = this.byText.get(text);
    if (known) return known.mark;
    const { comment, isLong } = more;
    const one: Shared = {
      mark: `\uE010${this.shared.length}\uE011`,
      name,
      text,
      ...(comment === undefined ? {} : { comment }),
      isLong,
      isOfItem: this.inPlace(text).includes('$item'),
    };
    this.shared.push(one);
    this.byText.set(text, one);
    return one.mark;
  }

  private variable(name: string, text: string): string {
    const word = name.replace(/[^A-Za-z0-9]+(.)?/g, (_break, letter?: string) => letter?.toUpperCase() ?? '');
    for (let number = 1; ; number++) {
      const variable = `$${word}${number === 1 ? '' : number}`;
      const owner = this.taken.get(variable);
      if (owner !== undefined && owner !== text) continue;
      this.taken.set(variable, text);
      return variable;
    }
  }

  /** The lines of the template. */
  public lines(pieces: Piece[]): string[] {
    // what was shared last may hold what was shared before
    for (const one of [...this.shared].reverse()) this.define(one, pieces, false);
    return printed(pieces);
  }

  private define(one: Shared, pieces: Piece[], isGuarded: boolean): void {
    const users = pieces.filter((piece) => uses(one, piece) > 0);
    const [user] = users;
    if (user === undefined) return;
    if (users.length === 1 && mayHold(user, one)) {
      this.define(one, user.pieces, user.isGuarded === true || (isGuarded && !isRange(user)));
      return;
    }
    const isWorthIt = one.isLong || users.reduce((sum, piece) => sum + uses(one, piece), 0) > 1;
    const isDefined = isWorthIt && (!one.isOfItem || isGuarded);
    const at = pieces.indexOf(user);
    const name = isDefined ? this.variable(one.name, one.text) : one.text;
    replaceAll(pieces, one, name);
    if (isDefined) pieces.splice(at, 0, ...definition(name, one));
  }

  private inPlace(line: string): string {
    return line.includes('\uE010')
      ? this.inPlace(line.replace(marks, (_mark, at: string) => this.shared[Number(at)]?.text ?? ''))
      : line;
  }
}

/** Whether the variable may be defined within a block. What is the same for each item is defined above the range. */
function mayHold(piece: Piece, one: Shared): piece is Block {
  if (typeof piece === 'string' || piece.isBranched === true || count(one, piece.opening) > 0) return false;
  return one.isOfItem || !isRange(piece);
}

function isRange({ opening }: Block): boolean {
  return opening.startsWith('range ');
}

function definition(name: string, { text, comment }: Shared): string[] {
  const told = comment === undefined ? [] : [`{{- /* ${commentText(comment)} */}}`];
  return [...told, `{{- ${name} := ${bare(text)} }}`];
}

function count(one: Shared, line: string): number {
  return line.includes(one.mark) ? line.split(one.mark).length - 1 : 0;
}

function uses(one: Shared, piece: Piece): number {
  if (typeof piece === 'string') return count(one, piece);
  return piece.pieces.reduce((sum, inner) => sum + uses(one, inner), count(one, piece.opening));
}

function replaceAll(pieces: Piece[], one: Shared, name: string): void {
  const changed = (text: string): string => (text.includes(one.mark) ? text.replaceAll(one.mark, () => name) : text);
  for (const [at, piece] of pieces.entries()) {
    if (typeof piece === 'string') pieces[at] = changed(piece);
    else {
      replaceAll(piece.pieces, one, name);
      pieces[at] = { ...piece, opening: changed(piece.opening) };
    }
  }
}

function printed(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) =>
    typeof piece === 'string' ? [piece] : [`{{- ${piece.opening} }}`, ...printed(piece.pieces), '{{- end }}'],
  );
}

function commentText(comment: string): string {
  return cut(comment.replaceAll('*/', '* /'))
    .map((line) => line.trimEnd())
    .join('\n     ');
}
