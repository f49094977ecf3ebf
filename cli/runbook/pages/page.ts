import type { DeployedVersions } from '../../../injection';
import type { Description } from '../../description/description';
import type { ServerSettings } from '../settings';

/** What the pages are made from. */
export interface PageContext {
  readonly described: Description;
  readonly settings: ServerSettings;
  readonly versions: DeployedVersions;
  /** The address of Trustee without a slash at its end. */
  readonly address: string;
}

/** A block of shell commands in Markdown. */
export function shell(...lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

/** Paragraphs in Markdown. */
export function markdown(...parts: readonly (string | false)[]): string {
  return `${parts.filter((part) => part !== false).join('\n\n')}\n`;
}

/** A text as one word of a shell. */
export function word(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** How kubectl and helm find the namespace, and the cluster where the description names one. */
export function kubectl(described: Description, namespace: string): string {
  const { context } = described.cluster;
  return `--namespace ${namespace}${context === undefined ? '' : ` --context ${word(context)}`}`;
}

/** As {@link kubectl}, in Helm's words. */
export function helm(described: Description, namespace: string): string {
  const { context } = described.cluster;
  return `--namespace ${namespace}${context === undefined ? '' : ` --kube-context ${word(context)}`}`;
}
