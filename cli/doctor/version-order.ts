/** Whether a dotted version is at least another: `550.163.01` and `550.144.03`. Undefined when it is no version. */
export function isAtLeast(version: string, least: string): boolean | undefined {
  const numbers = numbersOf(version);
  if (numbers === undefined) return undefined;
  for (const [index, wanted] of (numbersOf(least) ?? []).entries()) {
    const number = numbers[index] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}

function numbersOf(version: string): number[] | undefined {
  const digits = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1];
  return digits?.split('.').map(Number);
}
