import type { Cluster } from '../cluster';
import { expectText } from '../expectation';

interface Named {
  readonly metadata: { readonly name: string };
}

/** Asks an API server to take things, and answers why it does not. */
export class ObjectAdmission {
  public constructor(
    private readonly server: Cluster,
    private readonly namespace: string,
  ) {}

  /** Why an object is not created; undefined when it is. */
  public create(object: Named, ...flags: string[]): Promise<string | undefined> {
    return this.ask(['create', '--namespace', this.namespace, ...flags, '-f', '-'], object);
  }

  /** Why an object is not changed by a merge patch; undefined when it is. */
  public change(kind: string, name: string, patch: unknown): Promise<string | undefined> {
    const where = ['--namespace', this.namespace, '--type', 'merge'];
    return this.ask(['patch', kind, name, ...where, '--patch', JSON.stringify(patch)], undefined);
  }

  /** Why a container of a Pod does not get another image; undefined when it does. */
  public changeImage(pod: string, container: string, image: string): Promise<string | undefined> {
    return this.ask(['set', 'image', `pod/${pod}`, `${container}=${image}`, '--namespace', this.namespace], undefined);
  }

  /** Why an ephemeral container is not added to a Pod; undefined when it is. */
  public async debug(name: string, container: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const pod = JSON.parse(
      await this.server.kubectl('get', 'pod', name, '--namespace', this.namespace, '-o', 'json'),
    ) as { spec: { ephemeralContainers?: unknown[] } };
    const { spec } = pod;
    const changed = {
      ...pod,
      spec: { ...spec, ephemeralContainers: [...(spec.ephemeralContainers ?? []), container] },
    };
    const url = `/api/v1/namespaces/${this.namespace}/pods/${name}/ephemeralcontainers`;
    return this.ask(['replace', '--raw', url, '-f', '-'], changed);
  }

  /** Why a Pod is not deleted; undefined when it is. */
  public remove(name: string): Promise<string | undefined> {
    return this.ask(
      ['delete', 'pod', name, '--namespace', this.namespace, '--grace-period', '0', '--force'],
      undefined,
    );
  }

  private async ask(args: readonly string[], input: unknown): Promise<string | undefined> {
    const options = input === undefined ? {} : { input: JSON.stringify(input) };
    const { code, stderr } = await this.server.run('kubectl', args, options);
    return code === 0 ? undefined : stderr.trim();
  }
}

/** Holds answers against what was expected: a text of the refusal, or nothing. */
export async function expectAnswers(
  scenes: readonly (readonly [what: string, answer: Promise<string | undefined>, says?: string])[],
): Promise<void> {
  for (const [what, answer, says] of scenes) {
    const refusal = await answer;
    if (says === undefined && refusal !== undefined) throw new Error(`${what}: refused: ${refusal}`);
    if (says !== undefined) expectText(`${what}: ${refusal ?? 'not refused'}`, says);
  }
}
