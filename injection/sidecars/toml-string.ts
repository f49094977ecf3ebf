/** A TOML basic string. Its escapes are those of JSON, but for DEL, which JSON lets stand. */
export function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

/** A line that gives a key a text; nothing where there is no text. */
export function tomlLine(key: string, text: string | undefined): string {
  return text === undefined ? '' : `${key} = ${tomlString(text)}\n`;
}
