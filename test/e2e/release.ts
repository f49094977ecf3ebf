import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ValuesMap } from '../../helm/values/coalesce';
import { chartFolder, type ChartName } from './chart';
import type { CommandResult } from './program';
import type { ScenarioContext } from './scenario';

/** One release of a chart, driven by the real Helm. */
export class Release {
  public constructor(
    private readonly context: Pick<ScenarioContext, 'cluster' | 'namespace'>,
    private readonly helm: string,
    public readonly name: string,
    private readonly chart: ChartName = 'cai-vllm',
  ) {}

  /** Installs and expects that it works. Answers what Helm printed. */
  public async install(values: ValuesMap, ...flags: string[]): Promise<string> {
    return expectDone(await this.tryWith('install', values, ...flags));
  }

  public async upgrade(values: ValuesMap, ...flags: string[]): Promise<string> {
    return expectDone(await this.tryWith('upgrade', values, ...flags));
  }

  /** `helm install` or `helm upgrade`, however it ends. */
  public async tryWith(verb: 'install' | 'upgrade', values: ValuesMap, ...flags: string[]): Promise<CommandResult> {
    const scratch = mkdtempSync(join(tmpdir(), 'cai-values-'));
    try {
      const file = join(scratch, 'values.json');
      writeFileSync(file, JSON.stringify(values));
      return await this.run(verb, this.name, await chartFolder(this.chart), '--values', file, ...flags);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }

  public async done(verb: 'rollback' | 'uninstall' | 'test', ...flags: string[]): Promise<string> {
    return expectDone(await this.run(verb, this.name, ...flags));
  }

  public run(...args: string[]): Promise<CommandResult> {
    return this.context.cluster.run(this.helm, [...args, '--namespace', this.context.namespace], {
      timeoutSeconds: 600,
    });
  }
}

function expectDone({ code, stdout, stderr }: CommandResult): string {
  if (code !== 0) throw new Error(`helm ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}
