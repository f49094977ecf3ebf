import { request } from 'node:https';
import { admitPod, createPatch, defaultTemplates, type Json } from '../injection';
import { measureAbuse } from './abuse';
import type { LoadResult } from './load-client';
import { Bench, type MeasuredServer } from './webhook-servers';
import { reviewOf, type PodSize } from './webhook-pods';

const rounds = 5;
const small: PodSize = { containers: 3, env: 40, mounts: 8 };
const large: PodSize = { containers: 1, env: 1500, mounts: 1 };

function patchOf(pod: object): string {
  const { pod: after } = admitPod(pod, defaultTemplates);
  return Buffer.from(JSON.stringify(createPatch(pod as Json, after as Json))).toString('base64');
}

function spread(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
}

function line(what: string, values: readonly number[], unit: string, budget?: number): number {
  const [min, median, max] = spread(values);
  const figures = [min, median, max].map((value) => value.toFixed(2).padStart(9)).join(' ');
  const verdict = budget === undefined ? '' : `   budget ${budget} ${unit}   ${median <= budget ? 'within' : 'OVER'}`;
  console.log(`${what.padEnd(52)} ${figures} ${unit}${verdict}`);
  return median;
}

interface Cost {
  readonly cpu: number;
  readonly rate: number;
}

async function cost(bench: Bench, server: MeasuredServer, bodyFile: string): Promise<Cost> {
  const before = server.cpu();
  const { requests, failures, seconds } = await bench.load({
    port: server.port,
    bodyFile,
    connections: 10,
    milliseconds: 2500,
  });
  if (failures > 0) throw new Error(`${failures} requests failed`);
  return { cpu: (server.cpu() - before) / requests, rate: requests / seconds };
}

/** Our server beside the floor, in turns, on the same core. */
async function compare(bench: Bench, name: string, size: PodSize, budget: number): Promise<void> {
  const { review, pod } = reviewOf(size);
  const patch = patchOf(pod);
  const bodyFile = bench.file('review.json', review);
  console.log(
    `\n${name}: review ${(review.length / 1024).toFixed(1)} KiB, patch ${(patch.length / 1024).toFixed(1)} KiB as sent`,
  );
  const [floor, ours] = [await bench.floor(patch), await bench.webhook()];
  const costs: { floor: Cost; ours: Cost }[] = [];
  // one round more, which warms up
  for (let round = 0; round <= rounds; round++) {
    const pair = { floor: await cost(bench, floor, bodyFile), ours: await cost(bench, ours, bodyFile) };
    if (round > 0) costs.push(pair);
  }
  line(
    'floor: CPU per admission',
    costs.map((pair) => pair.floor.cpu),
    'us',
  );
  line(
    'webhook: CPU per admission',
    costs.map((pair) => pair.ours.cpu),
    'us',
  );
  line(
    'webhook over floor',
    costs.map((pair) => pair.ours.cpu / pair.floor.cpu),
    'times',
    budget,
  );
  line(
    'floor: admissions per second on one core',
    costs.map((pair) => pair.floor.rate),
    '/s',
  );
  line(
    'webhook: admissions per second on one core',
    costs.map((pair) => pair.ours.rate),
    '/s',
  );
  line('webhook: RSS loaded', [ours.rss()], 'MB', 130);
  await floor.stop();
  await ours.stop();
}

/** Both servers in turns under the same load, so that what else the machine does harms both. */
async function latency(bench: Bench): Promise<void> {
  const { review, pod } = reviewOf(small);
  const bodyFile = bench.file('review.json', review);
  const [floor, ours] = [await bench.floor(patchOf(pod)), await bench.webhook()];
  const load = (server: MeasuredServer): Promise<LoadResult> =>
    bench.load({ port: server.port, bodyFile, connections: 10, milliseconds: 3000, rate: 1000 });
  const pairs: { floor: LoadResult; ours: LoadResult }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { floor: await load(floor), ours: await load(ours) };
    if (round > 0) pairs.push(pair);
  }
  console.log('\nat 1,000 admissions a second, with the load on the other core');
  for (const part of ['p50', 'p99'] as const) {
    const of = (server: 'floor' | 'ours'): number[] => pairs.map((pair) => pair[server][part]);
    line(`floor: ${part}`, of('floor'), 'ms');
    line(`webhook: ${part}`, of('ours'), 'ms');
    const ratios = pairs.map((pair) => pair.ours[part] / pair.floor[part]);
    line(`webhook over floor: ${part}`, ratios, 'times', part === 'p99' ? 1.5 : undefined);
  }
  await floor.stop();
  await ours.stop();
}

function sendLarge(port: number, body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const sending = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/mutate',
      headers,
      rejectUnauthorized: false,
      agent: false,
    });
    sending.on('response', (answer) => answer.resume().on('end', resolve));
    sending.on('error', () => {
      resolve();
    });
    sending.end(body);
  });
}

async function footprint(bench: Bench): Promise<void> {
  console.log('\nprocess');
  const starts: { floor: number; ours: number }[] = [];
  const idle: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const floor = await bench.floor('');
    await floor.stop();
    const ours = await bench.webhook();
    starts.push({ floor: floor.startMs, ours: ours.startMs });
    idle.push(ours.rss());
    await ours.stop();
  }
  line(
    'floor: from start to the first TLS handshake',
    starts.map(({ floor }) => floor),
    'ms',
  );
  line(
    'webhook: from start to the first TLS handshake',
    starts.map(({ ours }) => ours),
    'ms',
  );
  const ratios = starts.map(({ floor, ours }) => ours / floor);
  line('webhook over floor: first TLS handshake', ratios, 'times', 2);
  line('RSS idle', idle, 'MB', 70);
  const ours = await bench.webhook();
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, ours.rss());
  }, 5);
  const body = Buffer.alloc(10 * 1024 * 1024, 'x');
  for (let round = 0; round < 3; round++)
    await Promise.all(Array.from({ length: 20 }, () => sendLarge(ours.port, body)));
  clearInterval(watching);
  line('RSS at most under 20 bodies of 10 MB at once', [most], 'MB', 250);
  const code = await ours.stop();
  console.log(`${'exit code after SIGTERM'.padEnd(52)} ${String(code).padStart(9)}`);
}

/** How the cost grows: the last column is the cost for each thing more, which stays the same when the growth is linear. */
async function growth(bench: Bench): Promise<void> {
  console.log('\ngrowth: CPU per admission in us, and what each thing more costs in us');
  const ours = await bench.webhook();
  const measured = async (size: PodSize): Promise<number> => {
    const bodyFile = bench.file('review.json', reviewOf(size).review);
    await cost(bench, ours, bodyFile);
    return (await cost(bench, ours, bodyFile)).cpu;
  };
  const base: PodSize = { containers: 1, env: 1, mounts: 1 };
  for (const [key, counts] of [
    ['containers', [1, 25, 50, 100]],
    ['mounts', [1, 100, 200, 400]],
    ['env', [1, 500, 1000, 2000]],
  ] as const) {
    let first: number | undefined;
    for (const count of counts) {
      const cpu = await measured({ ...base, [key]: count });
      first ??= cpu;
      const each = count === 1 ? '' : ((cpu - first) / (count - 1)).toFixed(2).padStart(9);
      console.log(`${`${count} ${key}`.padEnd(52)} ${cpu.toFixed(1).padStart(9)} ${each}`);
    }
  }
  await ours.stop();
}

async function main(): Promise<void> {
  const bench = await new Bench().start();
  console.log(`${''.padEnd(52)} ${['min', 'median', 'max'].map((name) => name.padStart(9)).join(' ')}`);
  await compare(bench, 'a Pod of ordinary size', small, 1.6);
  await compare(bench, 'a Pod with 1,500 variables', large, 1.8);
  await latency(bench);
  await footprint(bench);
  await growth(bench);
  await measureAbuse(bench);
  bench.end();
}

void main();
