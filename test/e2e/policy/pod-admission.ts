import type { Cluster } from '../cluster';
import { expectText } from '../expectation';

interface Named {
  readonly metadata: { readonly name: string };
}

/** As much of a Pod, as the API server gives it, as is forged. */
export interface StoredPod {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>> & { readonly ephemeralContainers?: readonly unknown[] };
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

  /** Why an object is not changed through its status; undefined when it is. */
  public changeStatus(name: string, patch: unknown): Promise<string | undefined> {
    const how = ['--subresource', 'status', '--type', 'merge', '--patch', JSON.stringify(patch)];
    return this.ask(['patch', 'pod', name, '--namespace', this.namespace, ...how], undefined);
  }

  /** Why a Pod does not get a node, with labels and annotations as a Binding may have them; undefined when it does. */
  public bind(pod: string, metadata: object): Promise<string | undefined> {
    const target = { apiVersion: 'v1', kind: 'Node', name: 'node' };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: pod, ...metadata }, target };
    return this.ask(['create', '--raw', this.url(pod, 'binding'), '-f', '-'], binding);
  }

  /** Why a Pod cannot be entered. A Pod that never ran cannot in any case: then the refusal is not one of a policy. */
  public enter(pod: string, how: 'exec' | 'attach' | 'portforward', container?: string): Promise<string | undefined> {
    const which = container === undefined ? '' : `&container=${container}`;
    const options = how === 'portforward' ? 'ports=8080' : `stdout=true&command=id${which}`;
    return this.ask(['create', '--raw', `${this.url(pod, how)}?${options}`, '-f', '-'], {});
  }

  /** Why a container of a Pod does not get another image; undefined when it does. */
  public changeImage(pod: string, container: string, image: string): Promise<string | undefined> {
    return this.ask(['set', 'image', `pod/${pod}`, `${container}=${image}`, '--namespace', this.namespace], undefined);
  }

  /**
   * Why an ephemeral container is not added to a Pod; undefined when it is. The body is the Pod with it, or what `forge` makes
   * of that: whoever asks writes it, and the API server stores nothing of it but the ephemeral containers.
   */
  public async debug(
    name: string,
    container: Readonly<Record<string, unknown>>,
    forge: (pod: StoredPod) => unknown = (pod) => pod,
  ): Promise<string | undefined> {
    const pod = JSON.parse(
      await this.server.kubectl('get', 'pod', name, '--namespace', this.namespace, '-o', 'json'),
    ) as StoredPod;
    const { spec } = pod;
    const changed = {
      ...pod,
      spec: { ...spec, ephemeralContainers: [...(spec.ephemeralContainers ?? []), container] },
    };
    return this.ask(['replace', '--raw', this.url(name, 'ephemeralcontainers'), '-f', '-'], forge(changed));
  }

  /** Why a Pod is not deleted; undefined when it is. */
  public remove(name: string): Promise<string | undefined> {
    return this.ask(
      ['delete', 'pod', name, '--namespace', this.namespace, '--grace-period', '0', '--force'],
      undefined,
    );
  }

  private url(pod: string, subresource: string): string {
    return `/api/v1/namespaces/${this.namespace}/pods/${pod}/${subresource}`;
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
