/** What Kubernetes makes of a value of env, of command and of args: `$(NAME)` is replaced, `$$` becomes `$`. */
export function kubernetesExpansion(text: string, variables: ReadonlyMap<string, string>): string {
  let expanded = '';
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1];
    if (text[at] !== '$' || next === undefined) {
      expanded += text[at] ?? '';
    } else if (next === '$') {
      expanded += '$';
      at += 1;
    } else {
      const end = next === '(' ? text.indexOf(')', at) : -1;
      const value = end < 0 ? undefined : variables.get(text.slice(at + 2, end));
      expanded += value ?? text.slice(at, Math.max(end, at + 1) + 1);
      at = Math.max(end, at + 1);
    }
  }
  return expanded;
}
