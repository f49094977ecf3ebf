import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drainScript, healthScript, isolatedPython } from '../../constructs/vllm/scripts';

/*
 * The programs run as the kubelet runs them, beside a server in the place of vLLM. Its port is fixed in them, as it is in the
 * document, so here it is put in from outside.
 */

let server: Server | undefined;
let port = 0;
let answer: (path: string, times: number) => { status?: number; body: string } | undefined;
let times = 0;

beforeEach(async () => {
  times = 0;
  server = createServer(({ url = '' }, response) => {
    const given = answer(url, ++times);
    if (!given) return;
    response.statusCode = given.status ?? 200;
    response.end(given.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly log: string;
  readonly seconds: number;
}

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const log = join(mkdtempSync(join(tmpdir(), 'drain-')), 'log');
  const [program, ...flags] = isolatedPython;
  const started = process.hrtime.bigint();
  const here = script
    .replace('http://127.0.0.1:8080', `http://127.0.0.1:${port}`)
    // the time in which nodes hear of it, which no test need wait for
    .replace('min(5, wait)', 'min(0.2, wait)')
    // the log of the container is that of its first process, which is not ours
    .replace('"/proc/1/fd/2"', JSON.stringify(log));
  const child = spawn(program, [...flags, here, ...args], { env: { PATH: process.env.PATH, ...env } });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code,
        stderr,
        log: existsSync(log) ? readFileSync(log, 'utf8') : '',
        seconds: Number(process.hrtime.bigint() - started) / 1e9,
      });
    });
  });
}

const gauges = (running: number, waiting: number): { body: string } => ({
  body: `# HELP x\nvllm:num_requests_running{engine="0",model_name="q"} ${running}.0\nvllm:num_requests_waiting{engine="0",model_name="q"} ${waiting}.0\n`,
});

/** An environment that a user, or an image, may well have: each of these leads a program that obeys it astray. */
function hostileEnvironment(): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  writeFileSync(join(folder, 'urllib.py'), 'raise SystemExit("not the real urllib")\n');
  writeFileSync(join(folder, 'sitecustomize.py'), 'raise SystemExit("a start-up file was run")\n');
  const proxy = 'http://127.0.0.1:9';
  return {
    http_proxy: proxy,
    HTTP_PROXY: proxy,
    https_proxy: proxy,
    ALL_PROXY: proxy,
    no_proxy: '.svc',
    PYTHONPATH: folder,
    PYTHONSTARTUP: join(folder, 'sitecustomize.py'),
    PYTHONINSPECT: '1',
    HOME: folder,
  };
}

describe('the probe', () => {
  it('asks the server itself, whatever the environment says', async () => {
    answer = (path) => (path === '/health' ? { body: '' } : undefined);
    expect(await run(healthScript, ['/health', '5'], hostileEnvironment())).toMatchObject({ code: 0, stderr: '' });
    expect(times).toBe(1);
  });

  it('fails where the server says that it is not well', async () => {
    answer = () => ({ status: 503, body: '' });
    expect(await run(healthScript, ['/health', '5'])).toMatchObject({
      code: 1,
      stderr: '/health: HTTP Error 503: Service Unavailable\n',
    });
  });
});

describe('the drain', () => {
  it('ends when nothing runs and nothing waits, whatever the environment says', async () => {
    answer = () => gauges(times < 3 ? 1 : 0, times < 2 ? 1 : 0);
    const { code, stderr, log, seconds } = await run(drainScript, ['30'], hostileEnvironment());
    expect({ code, stderr, log, times }).toEqual({ code: 0, stderr: '', log: '', times: 3 });
    expect(seconds).toBeLessThan(25);
  }, 40_000);

  const unknown = [
    [
      'the server has no such gauge',
      () => ({ body: 'python_info 1.0\n' }),
      '/metrics has no vllm:num_requests_running',
    ],
    ['metrics are refused', () => ({ status: 404, body: '' }), '/metrics: HTTP Error 404'],
    ['the server does not answer', () => undefined, '/metrics: '],
    ['the gauge is no number', () => ({ body: 'vllm:num_requests_running NaN\n' }), '/metrics has no vllm:'],
  ] as const;
  it.each(unknown)(
    'waits to the end and says so where %s',
    async (_case, given, reason) => {
      answer = given;
      const { code, log, seconds } = await run(drainScript, ['1.5']);
      expect(code).toBe(0);
      expect(log.match(/drain: /g)).toHaveLength(1);
      expect(log).toContain(`drain: ${reason}`);
      expect(seconds).toBeGreaterThanOrEqual(1.5);
    },
    20_000,
  );

  it('ends where nobody listens any more', async () => {
    server?.close();
    const { code, seconds } = await run(drainScript, ['60']);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(30);
  }, 40_000);

  it('takes no time where none is given', async () => {
    answer = () => ({ body: '' });
    expect((await run(drainScript, ['0'])).code).toBe(0);
    expect(times).toBe(0);
  });
});
