import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { parseAllDocuments } from 'yaml';
import { bundledServer } from '../charts/webhook/server-bundle';
import { compressedFile, compressedServer, loadCommand } from '../constructs/webhook/server-bundle';
import { mintAuthority, mintServing } from '../webhook/certificates';
import type { AbuseOrder } from './abuse-client';
import type { LoadOrder, LoadResult } from './load-client';
import { MemoryCgroup } from './memory-cgroup';

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** A program on a core of its own, where the machine allows it. */
function onCore(core: number, argv: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  const [program = '', ...rest] = hasTaskset ? ['taskset', '-c', String(core), ...argv] : argv;
  return spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What the chart tells Node.js and the C library of memory. */
function memoryEnvironment(): Record<string, string> {
  const manifests = parseAllDocuments(readFileSync(join(__dirname, '../dist/manifests/cai-webhook.k8s.yaml'), 'utf8'));
  const deployment = manifests.map((document) => document.toJS() as Manifest).find(({ kind }) => kind === 'Deployment');
  const env = deployment?.spec?.template?.spec.containers[0]?.env ?? [];
  const told = env.filter(({ name }) => /^(NODE_OPTIONS|MALLOC_)/.test(name));
  return Object.fromEntries(told.map(({ name, value = '' }) => [name, value]));
}

interface Manifest {
  readonly kind: string;
  readonly spec?: {
    readonly template?: {
      readonly spec: { readonly containers: { readonly env: { readonly name: string; readonly value?: string }[] }[] };
    };
  };
}

/** A server process under measurement. */
export interface MeasuredServer {
  readonly port: number;
  /** Of probes and metrics; 0 where the server has none. */
  readonly healthPort: number;
  /** Milliseconds from its start to the end of the first TLS handshake. */
  readonly startMs: number;
  /** CPU time of the process, in microseconds. */
  cpu(): number;
  /** Resident memory in MB. */
  rss(): number;
  /** The most resident memory in MB since the start. */
  peakRss(): number;
  /** The most that its control group took, in MB; absent where there is none. */
  peakCgroup(): number | undefined;
  /** Whether it still runs. */
  isAlive(): boolean;
  stop(): Promise<number | null>;
}

/** Files and the API server that the servers under measurement need. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'webhook-bench-'));
  private readonly api: Server;
  private apiPort = 0;
  private nextPort = 20_000 + Math.floor(Math.random() * 10_000);

  constructor() {
    const authority = mintAuthority(Date.now(), 1e9);
    const { certificate, key } = mintServing(authority, ['webhook'], Date.now(), 1e9);
    this.file('cert.pem', certificate);
    this.file('key.pem', key);
    this.file(compressedFile, Buffer.from(compressedServer(bundledServer()), 'base64'));
    const [crt, pem] = [certificate, key].map((text) => Buffer.from(text).toString('base64'));
    const objects = {
      secrets: { metadata: { name: 'tls' }, data: { 'tls.crt': crt, 'tls.key': pem } },
      configmaps: { metadata: { name: 'templates' }, data: { 'templates.json': '{}' } },
    };
    this.api = createServer(({ url = '' }, response) => {
      // a watch: nothing ever changes
      if (url.includes('watch=true')) response.writeHead(200).flushHeaders();
      else response.end(JSON.stringify(url.includes('secrets') ? objects.secrets : objects.configmaps));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.api.listen(0, '127.0.0.1', resolve));
    this.apiPort = (this.api.address() as AddressInfo).port;
    return this;
  }

  end(): void {
    this.api.closeAllConnections();
    this.api.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  floor(patch: string): Promise<MeasuredServer> {
    return this.server(
      [process.execPath, join(__dirname, 'floor-server.mjs')],
      { healthPort: 0 },
      {
        CERT: join(this.folder, 'cert.pem'),
        KEY: join(this.folder, 'key.pem'),
        PATCH: this.file('patch', patch),
      },
    );
  }

  /** @param memoryLimit bytes that the control group of the process has, as its container would */
  webhook(memoryLimit?: number): Promise<MeasuredServer> {
    const healthPort = this.nextPort++;
    const cgroup =
      memoryLimit === undefined
        ? undefined
        : MemoryCgroup.make(`webhook-bench-${process.pid}-${healthPort}`, memoryLimit);
    const around = { healthPort, ...(cgroup === undefined ? {} : { cgroup }) };
    const [, ...loading] = loadCommand(join(this.folder, compressedFile));
    return this.server([process.execPath, ...loading], around, {
      CAI_NAMESPACE: 'cai',
      CAI_TEMPLATES_CONFIGMAP: 'templates',
      CAI_CERT_MANAGER_SECRET: 'tls',
      CAI_API_SERVER: `http://127.0.0.1:${this.apiPort}`,
      CAI_HOST: '127.0.0.1',
      CAI_HTTP_PORT: String(healthPort),
      CAI_DRAIN: '0s',
      CAI_LOG_LEVEL: 'info',
      ...memoryEnvironment(),
    });
  }

  /** Runs a load in a process on another core. */
  async load(order: LoadOrder): Promise<LoadResult> {
    const child = onCore(1, [
      process.execPath,
      '-r',
      'ts-node/register',
      join(__dirname, 'load-client.ts'),
      JSON.stringify(order),
    ]);
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    return JSON.parse(output) as LoadResult;
  }

  /** Runs an abuse in a process on another core. */
  async abuse(order: AbuseOrder): Promise<void> {
    const client = join(__dirname, 'abuse-client.ts');
    const child = onCore(1, [process.execPath, '-r', 'ts-node/register', client, JSON.stringify(order)]);
    child.stdout?.resume();
    await new Promise((resolve) => child.on('close', resolve));
  }

  private async server(
    argv: readonly string[],
    { healthPort, cgroup }: { healthPort: number; cgroup?: MemoryCgroup },
    env: Record<string, string>,
  ): Promise<MeasuredServer> {
    const port = this.nextPort++;
    const start = performance.now();
    const child = onCore(0, cgroup?.wrap(argv) ?? argv, { ...process.env, ...env, CAI_HTTPS_PORT: String(port) });
    child.stdout?.resume();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (!(await answersTls(port))) await sleep(2);
    const startMs = performance.now() - start;
    const proc = (file: string): string => readFileSync(`/proc/${child.pid ?? 0}/${file}`, 'utf8');
    const megabytes = (key: string): number =>
      Number(new RegExp(`${key}:\\s+(\\d+)`).exec(proc('status'))?.[1] ?? 0) / 1024;
    const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
    return {
      port,
      healthPort,
      startMs,
      cpu: () => {
        const fields = proc('stat').split(') ')[1]?.split(' ') ?? [];
        // user and system time in ticks of a hundredth of a second
        return (Number(fields[11]) + Number(fields[12])) * 10_000;
      },
      rss: () => megabytes('VmRSS'),
      peakRss: () => (isAlive() ? megabytes('VmHWM') : NaN),
      peakCgroup: () => cgroup?.peak,
      isAlive,
      stop: async () => {
        child.kill('SIGTERM');
        const code = await ended;
        cgroup?.remove();
        return code;
      },
    };
  }
}

function answersTls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
