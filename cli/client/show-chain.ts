import type { Io } from '../io';
import { coloured, printJson, report } from '../reporting';
import type { Chain, Link, LinkName } from './check';

const titles: Readonly<Record<LinkName, string>> = {
  trustee: 'Trustee',
  client: 'TNG client',
  service: 'Service',
  attestation: 'Attestation',
  tng: 'TNG',
  vllm: 'vLLM',
};

const colours = { ok: 'success', failed: 'error', unknown: 'faint' } as const satisfies Record<Link['state'], string>;

/** Prints a chain, link by link, and what is wrong with it. */
export function showChain(io: Io, chain: Chain, output: 'text' | 'json'): void {
  if (chain.problems.length > 0) io.exitCode = 1;
  if (output === 'json') {
    printJson(io, chain);
    return;
  }
  for (const { link, state, found } of chain.links)
    io.stdout.write(`${coloured(io.stdout, colours[state], state.padEnd(7))}  ${titles[link].padEnd(11)}  ${found}\n`);
  report(io, chain.problems);
}
