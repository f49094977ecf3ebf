import type { Problem } from '../problems';
import { readTemplates, type SidecarTemplates } from '../injection';
import { injectorOf, type Injector } from './injector';
import type { KubernetesObject } from './kubernetes/client';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { missingTemplates } from './problems';

/** Key of the ConfigMap that holds the templates as JSON text. */
export const templatesKey = 'templates.json';

/** The templates in use: the last good ones that the ConfigMap had. */
export class Templates {
  private current: { readonly text: string; readonly injector: Injector; readonly at: number } | undefined;
  private generation = 0;
  private problems: readonly Problem[] = [];

  constructor(
    private readonly configMap: string,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** The injection with the templates in use; undefined until there were good ones. */
  get injector(): Injector | undefined {
    return this.current?.injector;
  }

  /** Takes the ConfigMap as it is now. */
  take(object: KubernetesObject | undefined): void {
    const text = (object?.data as Readonly<Record<string, unknown>> | undefined)?.[templatesKey];
    if (typeof text !== 'string') {
      this.refuse([missingTemplates.at('', { configMap: this.configMap, key: templatesKey })]);
      return;
    }
    const { templates, problems } = readTemplates(text);
    if (templates === undefined) this.refuse(problems);
    else this.use(text, templates);
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

  private use(text: string, templates: SidecarTemplates): void {
    this.problems = [];
    // another label or annotation of the ConfigMap is no other version of the templates
    if (this.current?.text !== text) {
      this.current = { text, injector: injectorOf(templates), at: Date.now() };
      this.generation++;
      this.log.info({ generation: this.generation }, 'templates in use');
    }
    this.metrics.templatesTaken(this.generation, this.current.at);
  }

  private refuse(problems: readonly Problem[]): void {
    this.problems = problems;
    this.metrics.templatesBroken();
    this.log.error({ problems: problems.map(({ message }) => message) }, 'templates refused');
  }
}
