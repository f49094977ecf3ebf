import { KubernetesError, type KubernetesClient, type KubernetesObject } from './kubernetes/client';
import { bundleOf, readState, writeState, type AuthorityState, type StateReading } from './authority-state';
import { namePrefix } from '../injection';

/** Key of the Secret with the state of the authority, keys included. */
const stateKey = 'authority.json';

/** Key of the Secret with the bundle, for people and programs that want to trust the webhook. */
const bundleKey = 'ca.crt';

/** Annotation of the Secret that asks for a rotation; each value is followed once. */
export const rotationAnnotation = `${namePrefix}rotate-ca`;

/** The Secret in which the replicas share the authority. */
export class AuthoritySecret {
  private object: KubernetesObject | undefined;

  /** @param path of the Secret in the API */
  constructor(
    private readonly path: string,
    private readonly client: KubernetesClient,
  ) {}

  /** Notes the Secret as it is now; undefined: there is none. */
  take(object: KubernetesObject | undefined): StateReading {
    this.object = object;
    const text = (object?.data as Readonly<Record<string, string>> | undefined)?.[stateKey] ?? '';
    return readState(Buffer.from(text, 'base64').toString('utf8'));
  }

  get exists(): boolean {
    return this.object !== undefined;
  }

  /** The wish for a rotation that somebody wrote on the Secret. */
  get rotation(): string | undefined {
    return this.object?.metadata.annotations?.[rotationAnnotation];
  }

  /** Reads the Secret. Answers nothing when it is as it was. */
  async read(): Promise<StateReading | undefined> {
    const object = await this.client.get(this.path);
    const isSame = object?.metadata.resourceVersion === this.object?.metadata.resourceVersion;
    return isSame ? undefined : this.take(object);
  }

  /** Writes a state over the Secret as it was noted; false: somebody else was faster. */
  async write(state: AuthorityState): Promise<boolean> {
    const { object } = this;
    if (object === undefined) return false;
    const data = { [stateKey]: writeState(state), [bundleKey]: bundleOf(state) };
    const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
    try {
      this.object = await this.client.replace(this.path, {
        ...object,
        data: { ...(object.data as object | undefined), ...Object.fromEntries(encoded) },
      });
      return true;
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 409) return false;
      throw error;
    }
  }
}
