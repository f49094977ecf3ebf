import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledServer } from '../charts/webhook/server-bundle';

// Writes the webhook server as one file into a built package: by default that of the library, where the construct CaiWebhook
// finds it.
const [target = 'lib/webhook/server.cjs'] = process.argv.slice(2);
const file = join(__dirname, '..', target);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, bundledServer());
console.log(`${target}: ${(Buffer.byteLength(bundledServer()) / 1024).toFixed(0)} KiB`);
