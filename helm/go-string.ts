/** A Go string literal: raw where backslashes would otherwise be doubled, as in regular expressions. */
export function goString(value: string): string {
  if (value.includes('\\') && !/[`\r\n]/.test(value)) return `\`${value}\``;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
}

export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
