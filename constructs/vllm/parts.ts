import type { ISecret } from 'cdk8s-plus-27';

/** A container image. */
export interface ImageProps {
  /**
   * Host of the registry.
   *
   * @default "docker.io"
   */
  readonly registry?: string;

  /**
   * Repository within the registry.
   *
   * @default "vllm/vllm-openai"
   */
  readonly repository?: string;

  /**
   * Tag of the image. The default is a version whose CUDA the driver 550.144.03 can run; newer ones need a newer driver.
   *
   * @default "v0.10.2"
   */
  readonly tag?: string;

  /**
   * Digest, as in `sha256:…`. It decides over the tag, and only it makes sure which image runs.
   *
   * @default - the tag alone
   */
  readonly digest?: string;

  /**
   * When the node fetches the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default "IfNotPresent"
   */
  readonly pullPolicy?: string;
}

/** The model that is served. */
export interface ModelProps {
  /**
   * The model's directory within the decrypted volume; empty for the volume itself.
   *
   * @default "Qwen2.5-3B-Instruct"
   */
  readonly path?: string;

  /**
   * Name by which clients ask for the model (`--served-model-name`).
   *
   * @default "qwen2.5-3b-instruct"
   */
  readonly servedName?: string;
}

/** A key that clients must send as bearer token. */
export interface ApiKeyProps {
  /** Secret that holds the key. It is mounted as a file and never becomes part of the Pod's specification. */
  readonly existingSecret: ISecret;

  /**
   * Key within the Secret.
   *
   * @default "api-key"
   */
  readonly key?: string;
}

/** Times of one probe. */
export interface ProbeProps {
  /**
   * Seconds between two probes.
   *
   * @default 10
   */
  readonly periodSeconds?: number;

  /**
   * Seconds after which a probe counts as failed.
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * How many failed probes in a row count.
   *
   * @default - 180 at startup, 3 afterwards
   */
  readonly failureThreshold?: number;
}

/** How the kubelet asks vLLM for its health. */
export interface ProbesProps {
  /**
   * `exec` asks inside of the container and opens no path past TNG. `http` asks over the network; on a port that TNG
   * secures it opens the exact path `/health` in plaintext.
   *
   * @default "exec"
   */
  readonly handler?: string;

  /**
   * Until the model is loaded. The defaults leave it half an hour.
   *
   * @default - every 10 seconds, 180 times
   */
  readonly startup?: ProbeProps;

  /**
   * Whether the Service sends requests.
   *
   * @default - every 10 seconds, 3 times
   */
  readonly readiness?: ProbeProps;

  /**
   * Whether the container is restarted.
   *
   * @default - every 10 seconds, 3 times
   */
  readonly liveness?: ProbeProps;
}
