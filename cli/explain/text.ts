import type { Problem } from '../../problems';
import type { Output } from '../io';
import { coloured } from '../reporting';
import type { Explanation, Protection, SeenContainer } from './explanation';

const colourOf = { injected: 'success', unchanged: 'success', ignored: 'faint', denied: 'error' } as const;

/** An explanation as people read it. */
export function explanationText(output: Output, explained: Explanation): string {
  const { place, object, decision, reason, protection, problems, warnings } = explained;
  const verdict = coloured(output, colourOf[decision], decision);
  const head = `${coloured(output, 'strong', object)} (${place}) is ${verdict}${decision === 'denied' ? ' because ' : ': '}${reason}`;
  return [
    head,
    ...(protection ? protectionLines(protection) : []),
    ...found(output, 'error', problems),
    ...found(output, 'warning', warnings),
    '',
  ].join('\n');
}

function found(output: Output, severity: 'error' | 'warning', problems: readonly Problem[]): string[] {
  return problems.map(({ message }) => `  ${coloured(output, severity, `${severity}:`)} ${message}`);
}

function protectionLines(protection: Protection): string[] {
  const { trustee, keyId, claim, versionSet, versions, evidence, ports, volumes, containers } = protection;
  const { aa, cdh, tng, cachefs } = versions;
  return table([
    ['evidence', evidence.length === 0 ? 'none: anybody can get the key' : evidence.join(' and ')],
    ['Trustee', trustee],
    ...authorityRows(protection),
    ['key', keyId],
    ['versions', `set ${versionSet}: AA ${aa}, CDH ${cdh}, TNG ${tng}, cachefs ${cachefs}`],
    ['claim', `${claim}, which holds the encrypted model`],
    ...volumes.map(({ name, content }): Row => [`volume ${name}`, content]),
    ...portRows(ports),
    ...containers.map((container): Row => [`${container.role} ${container.name}`, sightOf(container)]),
  ]);
}

type Row = [label: string, text: string];

function authorityRows({ trustee, authorities }: Protection): Row[] {
  return trustee.startsWith('https:') ? [['authorities', authoritiesText(authorities)]] : [];
}

/** Whom the Pod believes about Trustee, in a line. */
export function authoritiesText(authorities: Protection['authorities']): string {
  if (authorities === undefined)
    return "not named here: those of the webhook's ConfigMap, else those in the images of the sidecars, which may be none";
  return authorities.map(({ name, until }) => `${name} (until ${until})`).join(', ');
}

function portRows(ports: Protection['ports']): Row[] {
  if (ports.length === 0) return [['ports', 'none is secured: TNG is left out']];
  return ports.map(({ port, plaintextPaths }): Row => {
    const passing = plaintextPaths.length === 0 ? '' : `; in plaintext pass: ${plaintextPaths.join(' ')}`;
    return [`port ${port}`, `TNG only${passing}`];
  });
}

function sightOf({ sees }: SeenContainer): string {
  if (sees.length === 0) return 'sees none of it';
  return sees
    .map(({ path, content, readOnly }) => `sees the ${content} at ${path}${readOnly ? ' (read-only)' : ''}`)
    .join('; ');
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
}
