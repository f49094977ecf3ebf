/** A TOML basic string. Its escapes are those of JSON, but for DEL, which JSON lets stand. */
export function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
