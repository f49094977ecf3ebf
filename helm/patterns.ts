/** What a reader of the chart's rules is told of a regular expression. */
interface Description {
  readonly name: string;
  readonly says: string;
}

const described = new Map<string, Description>();

/**
 * Names a regular expression: the rules of a chart then have it once, in a variable of that name below a comment.
 *
 * @param name in camel case
 * @param says what it matches
 * @returns the expression itself
 */
export function pattern(name: string, says: string, expression: string): string {
  if (!described.has(expression)) described.set(expression, { name, says });
  return expression;
}

export function descriptionOf(expression: string): Description | undefined {
  return described.get(expression);
}
