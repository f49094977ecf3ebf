import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// beside this file in the built package
const builtServer = join(__dirname, '../../webhook/server.mjs');

/** The server program of this package; nothing where the package was not built. */
export function packagedServer(): string | undefined {
  return existsSync(builtServer) ? readFileSync(builtServer, 'utf8') : undefined;
}
