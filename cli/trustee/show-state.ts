import { versionSets } from '../../injection';
import type { Io } from '../io';
import { coloured, printJson, report } from '../reporting';
import type { TrusteeState } from './check';

const stateColours = { ok: 'success', down: 'error', unknown: 'faint' } as const;

/** Prints a state, its problems, and sets what the program ends with. */
export function showState(io: Io, state: TrusteeState, format: 'text' | 'json'): void {
  if (format === 'json') printJson(io, state);
  else {
    io.stdout.write(text(io, state));
    report(io, state.problems);
  }
  if (state.problems.some(({ severity }) => severity === 'error')) io.exitCode = 1;
}

const verdicts = {
  accepted: 'ACCEPTED',
  refused: 'refused',
  blocked: 'blocked before it is read',
  unclear: 'unclear',
} as const;

function text(io: Io, { url, services, tls, protocol, probes }: TrusteeState): string {
  const line = (name: string, value: string): string => `  ${name.padEnd(26)}${value}\n`;
  const sets = versionSets.filter(({ kbsProtocol }) => kbsProtocol === protocol).map(({ name }) => name);
  const set = sets.length === 0 ? '' : ` (version set ${sets.join(' or ')})`;
  return [
    `${url}\n`,
    ...services.map(({ name, state, milliseconds }) => {
      const shown = coloured(io.stdout, stateColours[state], state.padEnd(9));
      return line(name, `${shown}${milliseconds === undefined ? '' : `${milliseconds} ms`}`.trimEnd());
    }),
    line('TLS', tls ? `${tls.protocol}, until ${tls.end.slice(0, 10)}${tls.trusted ? '' : ', NOT TRUSTED'}` : 'none'),
    line('key protocol', `${protocol}${set}`),
    line('sample evidence', verdicts[probes.sampleEvidence]),
    line('forged token', verdicts[probes.forgedToken]),
    line("owner's routes", probes.openRoutes === 0 ? 'closed' : `${probes.openRoutes} OPEN`),
    ...(probes.release
      ? [line('key without a TEE', probes.release === 'accepted' ? 'RELEASED' : verdicts[probes.release])]
      : []),
  ].join('');
}
