import { execFile } from 'node:child_process';
import { unusable } from '../command-error';
import type { Io } from '../io';
import * as problems from './problems';

/** An object of the cluster, as its API shows it. */
export interface ClusterObject {
  readonly metadata?: {
    readonly name?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** What kubectl said. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const most = 64 * 1024 * 1024;

/** The user's own kubectl: it knows every way to log in to a cluster. */
export class Kubectl {
  private readonly program: string;

  public constructor(
    private readonly io: Io,
    /** @default - the current context */
    private readonly context?: string,
  ) {
    this.program = io.env.KUBECTL ?? 'kubectl';
  }

  /**
   * Runs kubectl; an exit code that is not zero is an answer too.
   *
   * @throws CommandError (2) CAI7401 when there is no kubectl
   */
  public run(args: readonly string[], input = ''): Promise<Answer> {
    const all = [...(this.context === undefined ? [] : ['--context', this.context]), '--request-timeout=20s', ...args];
    const { io, program } = this;
    const options = { env: io.env, cwd: io.cwd, maxBuffer: most, encoding: 'utf8', timeout: 180_000 } as const;
    return new Promise((resolve, reject) => {
      const child = execFile(program, all, options, (error, stdout, stderr) => {
        const { code } = (error ?? { code: 0 }) as { code?: number | string | null };
        if (code === 'ENOENT' || code === 'EACCES') reject(unusable(problems.noKubectl.at('', { program })));
        else resolve({ code: typeof code === 'number' ? code : 1, stdout, stderr: stderr.trim() });
      });
      // a program that ends before it has read everything is its own affair
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }

  /** The objects that kubectl gets; undefined where it may not, or knows no such kind. One that is not there: none. */
  public async get(...args: readonly string[]): Promise<readonly ClusterObject[] | undefined> {
    const { code, stdout } = await this.run(['get', ...args, '--ignore-not-found', '-o', 'json']);
    if (code !== 0) return undefined;
    if (stdout.trim() === '') return [];
    const answer = JSON.parse(stdout) as ClusterObject & { readonly items?: readonly ClusterObject[] };
    return answer.items ?? [answer];
  }

  /** Whether the caller may do something; undefined where the cluster does not tell. */
  public async may(verb: string, resource: string, namespace?: string): Promise<boolean | undefined> {
    const scope = namespace === undefined ? [] : ['--namespace', namespace];
    const { stdout } = await this.run(['auth', 'can-i', verb, resource, ...scope]);
    const word = stdout.trim().split(/\s/)[0];
    return word === 'yes' ? true : word === 'no' ? false : undefined;
  }
}
