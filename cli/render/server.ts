import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The webhook's program: in the package it lies beside this file, in a checkout it is made of the sources. */
export async function webhookServer(): Promise<string> {
  const built = join(__dirname, 'server.cjs');
  if (existsSync(built)) return readFileSync(built, 'utf8');
  const { bundledServer } = await import('../../charts/webhook/server-bundle');
  return bundledServer();
}
