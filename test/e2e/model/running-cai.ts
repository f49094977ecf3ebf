import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = join(__dirname, '../../../cli/cai.js');

/** How the program ended. */
export interface CaiEnded {
  /** The exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program, as a process of its own. */
export class RunningCai {
  readonly pid: number;
  readonly ended: Promise<CaiEnded>;

  constructor(args: readonly string[], folder: string, env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.pid = child.pid ?? -1;
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({ code: code ?? signal, ...output });
      });
    });
  }

  /** Waits until so many bytes are encrypted, and sends the signal. */
  async interrupt(signal: NodeJS.Signals, cipher: string, bytes: number): Promise<CaiEnded> {
    await this.until(cipher, bytes);
    process.kill(this.pid, signal);
    return this.ended;
  }

  async until(cipher: string, bytes: number): Promise<void> {
    while (sizeOf(cipher) < bytes) {
      const ended = await Promise.race([this.ended, sleep(5)]);
      if (ended) throw new Error(`it ended before it was interrupted: ${JSON.stringify(ended)}`);
    }
  }
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
      (sum, name) => sum + statSync(join(folder, name)).size,
      0,
    );
  } catch {
    // it is not there yet, or changes at this moment
    return 0;
  }
}

/** Processes of this machine whose arguments or environment hold a text. */
export function processesThatShow(text: string): string[] {
  return processes().flatMap((pid) =>
    ['cmdline', 'environ'].filter((file) => processFile(pid, file).includes(text)).map((file) => `${pid}/${file}`),
  );
}

/** Lines of mounts that hold a text, in whatever mount namespace. */
export function mountsWith(text: string): string[] {
  const lines = processes().flatMap((pid) => processFile(pid, 'mountinfo').split('\n'));
  return [...new Set(lines.filter((line) => line.includes(text)))];
}

function processes(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function processFile(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
}
