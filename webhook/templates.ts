import { jsonPointer, type Problem } from '../problems';
import { readAuthorities, readTemplates, type Authorities, type SidecarTemplates } from '../injection';
import { injectorOf, type Injector } from './injector';
import type { KubernetesObject } from './kubernetes/client';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { missingAuthorities, missingTemplates } from './problems';
import type { Settings } from './settings';

/** Key of the ConfigMap that holds the templates as JSON text. */
export const templatesKey = 'templates.json';

/** What a ConfigMap holds under a key: the text, null where there is none, undefined while nobody has told. */
type Told = string | null | undefined;

/** The templates in use: the last good ones that the ConfigMap had, with the last good authorities where those lie elsewhere. */
export class Templates {
  private current: { readonly text: string; readonly injector: Injector; readonly at: number } | undefined;
  private generation = 0;
  private problems: readonly Problem[] = [];
  private text: Told;
  private authorities: Told;

  constructor(
    private readonly settings: Pick<Settings, 'templates' | 'authorities'>,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** The injection with the templates in use; undefined until there were good ones. */
  get injector(): Injector | undefined {
    return this.current?.injector;
  }

  /** Takes the ConfigMap with the templates as it is now. */
  take(object: KubernetesObject | undefined): void {
    this.text = textIn(object, templatesKey);
    this.read();
  }

  /** Takes the ConfigMap with the authorities of Trustee as it is now. */
  takeAuthorities(object: KubernetesObject | undefined): void {
    this.authorities = textIn(object, this.settings.authorities?.key ?? '');
    this.read();
  }

  /** For `/readyz`. */
  get detail(): Record<string, unknown> {
    return {
      status: this.current === undefined ? 'none' : this.problems.length === 0 ? 'current' : 'last good',
      generation: this.generation,
      ...(this.current === undefined ? {} : { loadedAt: new Date(this.current.at).toISOString() }),
      problems: this.problems.map(({ message }) => message),
    };
  }

  private read(): void {
    const { templates: configMap, authorities: elsewhere } = this.settings;
    // both, before anything is injected with half of what the installation says
    if (this.text === undefined || (elsewhere !== undefined && this.authorities === undefined)) return;
    const findings: Problem[] = [];
    const authorities = this.readAuthorities(findings);
    if (this.text === null) findings.push(missingTemplates.at('', { configMap, key: templatesKey }));
    const { templates, problems } = this.text === null ? { problems: [] } : readTemplates(this.text);
    findings.push(...problems);
    if (templates === undefined || findings.length > 0) this.refuse(findings);
    else {
      const text = `${this.text}\n${authorities?.pem ?? ''}`;
      this.use(text, authorities === undefined ? templates : { ...templates, trusteeAuthorities: authorities });
    }
  }

  private readAuthorities(findings: Problem[]): Authorities | undefined {
    const { authorities: from } = this.settings;
    if (from === undefined) return undefined;
    if (typeof this.authorities === 'string') {
      const spoken = { notation: 'dotted', document: `the ConfigMap ${from.configMap}` } as const;
      return readAuthorities(this.authorities, jsonPointer(from.key), findings, spoken);
    }
    findings.push(missingAuthorities.at('', from));
    return undefined;
  }

  private use(text: string, templates: SidecarTemplates): void {
    this.problems = [];
    // another label or annotation of the ConfigMap is no other version of the templates
    if (this.current?.text !== text) {
      this.current = { text, injector: injectorOf(templates), at: Date.now() };
      this.generation++;
      this.log.info({ generation: this.generation }, 'templates in use');
    }
    this.metrics.templatesTaken(this.generation, this.current.at);
    const ends = templates.trusteeAuthorities?.certificates.map((one) => one.ends) ?? [];
    this.metrics.authoritiesTaken(ends.length === 0 ? undefined : Math.min(...ends));
  }

  private refuse(problems: readonly Problem[]): void {
    this.problems = problems;
    this.metrics.templatesBroken();
    this.log.error({ problems: problems.map(({ message }) => message) }, 'templates refused');
  }
}

function textIn(object: KubernetesObject | undefined, key: string): string | null {
  const data = object?.data as Readonly<Record<string, unknown>> | undefined;
  const text = data !== undefined && Object.hasOwn(data, key) ? data[key] : undefined;
  return typeof text === 'string' ? text : null;
}
