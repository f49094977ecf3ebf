import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledServer } from '../charts/webhook/server-bundle';

// Writes the webhook server as one file into the built package, where the construct CaiWebhook finds it.
const file = join(__dirname, '../lib/webhook/server.cjs');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, bundledServer());
console.log(`lib/webhook/server.cjs: ${(Buffer.byteLength(bundledServer()) / 1024).toFixed(0)} KiB`);
