import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// npm run bench -- model-encrypt [--gib 2] [--runs 3] [--folder /tmp]: `cai model encrypt` beside the document's own commands

const budget = 1.5;
const shards = 4;

// the document's commands, and the unmount that it leaves out
const documentCommands = `
mkdir -p cipher plain
cat key | gocryptfs -init cipher
cat key | gocryptfs cipher plain
cp -r model plain
fusermount -u plain || fusermount3 -u plain`;

interface Measured {
  readonly seconds: number;
  /** The most memory that the process itself had, in MiB. */
  readonly memory: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      gib: { type: 'string', default: '2' },
      runs: { type: 'string', default: '3' },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const lacks = ['gocryptfs', 'fusermount3'].filter((name) => spawnSync('which', [name]).status !== 0);
  if (lacks.length > 0) {
    console.error(`this benchmark needs ${lacks.join(' and ')}: apt-get install gocryptfs fuse3`);
    process.exitCode = 1;
    return;
  }
  const bytes = Number(values.gib) * 2 ** 30;
  const folder = mkdtempSync(join(values.folder, 'bench-model-'));
  try {
    writeFileSync(join(folder, 'key'), randomBytes(32).toString('base64url'), { mode: 0o600 });
    writeModel(join(folder, 'model'), bytes);
    writeModel(join(folder, 'small'), bytes / 8);
    await compare(folder, Number(values.runs), `${values.gib} GiB`);
  } finally {
    spawnSync('fusermount3', ['-u', '-z', join(folder, 'plain')]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, runs: number, size: string): Promise<void> {
  const documented: Measured[] = [];
  const ours: Measured[] = [];
  // alternating, so that what else the machine does meanwhile weighs on both alike
  for (let run = 0; run < runs; run++) {
    documented.push(await timed(folder, ['/bin/sh', '-ec', documentCommands]));
    clear(folder);
    ours.push(await timed(folder, encryption('model')));
    clear(folder);
  }
  const small = await timed(folder, encryption('small'));
  const ratio = median(ours) / median(documented);
  console.log(`${size}, ${runs} runs each${' '.repeat(20)} seconds: min median max`);
  console.log(line("the document's commands", documented));
  console.log(line('cai model encrypt', ours));
  console.log(`ratio ${ratio.toFixed(2)}   budget ${budget}   ${ratio <= budget ? 'within' : 'OVER'}`);
  const peaks = ours.map(({ memory }) => memory.toFixed(0)).join(', ');
  console.log(`memory of cai: ${peaks} MiB; with an eighth of the model: ${small.memory.toFixed(0)} MiB`);
}

function encryption(model: string): string[] {
  return [process.execPath, join(__dirname, '../cli/cai.js'), 'model', 'encrypt', model, 'cipher', '--key-file', 'key'];
}

/** Files of random bytes, one block of which is enough: gocryptfs does not look for repetition. */
function writeModel(folder: string, bytes: number): void {
  mkdirSync(folder);
  const block = randomBytes(32 * 2 ** 20);
  for (let shard = 1; shard <= shards; shard++) {
    const file = openSync(join(folder, `model-${shard}.safetensors`), 'w');
    for (let left = bytes / shards; left > 0; left -= block.length)
      writeSync(file, block, 0, Math.min(left, block.length));
    closeSync(file);
  }
  writeFileSync(join(folder, 'config.json'), '{}');
}

function clear(folder: string): void {
  for (const name of ['cipher', 'plain']) rmSync(join(folder, name), { recursive: true, force: true });
}

async function timed(cwd: string, [program = '', ...args]: readonly string[]): Promise<Measured> {
  // what an earlier run wrote must not be paid for by this one
  spawnSync('sync');
  const start = performance.now();
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, peakMemory(child.pid ?? 0));
  }, 50);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  // not 'close': the document's gocryptfs goes to the background and keeps what it inherits
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${said}`);
  return { seconds: (performance.now() - start) / 1000, memory };
}

function peakMemory(pid: number): number {
  try {
    const [, kibibytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) / 1024;
  } catch {
    // it has just ended
    return 0;
  }
}

function sorted(measured: readonly Measured[]): number[] {
  return measured.map(({ seconds }) => seconds).sort((a, b) => a - b);
}

function median(measured: readonly Measured[]): number {
  return sorted(measured)[Math.floor(measured.length / 2)] ?? 0;
}

function line(what: string, measured: readonly Measured[]): string {
  const times = sorted(measured);
  const figures = [times[0] ?? 0, median(measured), times.at(-1) ?? 0];
  return `${what.padEnd(44)} ${figures.map((seconds) => seconds.toFixed(1).padStart(8)).join(' ')}`;
}

void main();
