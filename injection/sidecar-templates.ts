import type { JsonObject } from './json-object';
import type { Component } from './names';

/** What an installation decides about one sidecar. */
export interface SidecarTemplate {
  /** Image without a tag: `registry.example.com/product/tng`. */
  readonly image: string;
  /** Digest of the image, `sha256:…`; then the version is only told, and what runs is the digest. */
  readonly digest?: string;
  /** Tag used where the options of a Pod name none. */
  readonly version: string;
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** The program that the sidecar's script starts, with arguments that come before the script's own. */
  readonly command: readonly string[];
  /** Kubernetes `ResourceRequirements`. */
  readonly resources: JsonObject;
  /** Kubernetes `SecurityContext`, laid over what the sidecar needs. */
  readonly securityContext: JsonObject;
}

/** What an installation decides about the sidecars: the content of the webhook's ConfigMap. */
export interface SidecarTemplates {
  readonly sidecars: Readonly<Record<Component, SidecarTemplate>>;
  /** Whether a Pod may attest without any hardware, for tests. */
  readonly allowSampleEvidence: boolean;
}
