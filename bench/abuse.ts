import { get } from 'node:http';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { abuses } from './abuse-client';
import { reviewOf } from './webhook-pods';
import type { Bench, MeasuredServer } from './webhook-servers';

const seconds = 12;

/** The memory limit of the chart, in MiB. */
export function chartLimit(): number {
  const { resources } = parse(readFileSync(join(__dirname, '../dist/helm/cai-webhook/values.yaml'), 'utf8')) as {
    resources: { limits: { memory: string } };
  };
  return Number(/^(\d+)Mi$/.exec(resources.limits.memory)?.[1]);
}

interface Answers {
  good: number;
  bad: number;
}

/** Asks again and again, as kubelet and API server do: on a new connection, and for a limited time. */
async function asking(ask: () => Promise<boolean>, isOver: () => boolean): Promise<Answers> {
  const answers: Answers = { good: 0, bad: 0 };
  while (!isOver()) {
    if (await ask()) answers.good++;
    else answers.bad++;
    await sleep(500);
  }
  return answers;
}

function probe({ healthPort }: MeasuredServer): Promise<boolean> {
  return new Promise((resolve) => {
    const sending = get({ port: healthPort, host: '127.0.0.1', path: '/healthz', agent: false, timeout: 3000 });
    sending.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sending.on('timeout', () => sending.destroy());
    sending.on('error', () => {
      resolve(false);
    });
  });
}

const { review } = reviewOf({ containers: 3, env: 40, mounts: 8 });

function admit({ port }: MeasuredServer): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(review) };
    const at = { port, host: '127.0.0.1', path: '/mutate', method: 'POST', agent: false as const, headers };
    // as long as the API server waits
    const sending = request({ ...at, rejectUnauthorized: false, signal: AbortSignal.timeout(5000) });
    sending.on('response', (answer) => {
      answer.resume().on('error', () => {
        resolve(false);
      });
      answer.on('end', () => {
        resolve(answer.statusCode === 200);
      });
    });
    sending.on('error', () => {
      resolve(false);
    });
    sending.end(review);
  });
}

/** What each abuse does to a webhook that has the memory of the chart. */
export async function measureAbuse(bench: Bench, only?: string): Promise<void> {
  const limit = chartLimit();
  console.log(`\nunder abuse for ${seconds} s, in a control group of ${limit} MiB, as the chart has it`);
  const columns = ['RSS MB', 'group MB', 'probes', 'lost', 'reviews', 'lost', 'alive'];
  console.log(`${''.padEnd(36)} ${columns.map((column) => column.padStart(9)).join(' ')}`);
  for (const name of Object.keys(abuses)) {
    if (only !== undefined && !name.includes(only)) continue;
    const server = await bench.webhook(limit * 1024 * 1024);
    const abuse = bench.abuse({ name, port: server.port, healthPort: server.healthPort, milliseconds: seconds * 1000 });
    let isOver = false;
    const over = (): boolean => isOver;
    // when it has begun
    await sleep(1500);
    const probes = asking(() => probe(server), over);
    const reviews = asking(() => admit(server), over);
    await abuse;
    isOver = true;
    const [asked, admitted] = [await probes, await reviews];
    const figures = [
      server.peakRss().toFixed(0),
      server.peakCgroup()?.toFixed(0) ?? 'none',
      asked.good,
      asked.bad,
      admitted.good,
      admitted.bad,
      server.isAlive() ? 'yes' : 'KILLED',
    ];
    console.log(`${name.padEnd(36)} ${figures.map((figure) => String(figure).padStart(9)).join(' ')}`);
    await server.stop();
  }
}
