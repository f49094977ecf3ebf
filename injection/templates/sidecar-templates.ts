import type { Authorities } from '../authorities/authorities';
import type { JsonObject } from '../json/json-object';
import type { Component } from '../names';
import type { ParseSettings } from '../options/options';
import { defaultVersions } from '../version-sets';

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
  /** Authorities of Trustee's certificate where the options of a Pod name none. @default - those that the images know */
  readonly trusteeAuthorities?: Authorities;
  /** Whether a Pod may attest without any hardware, for tests. */
  readonly allowSampleEvidence: boolean;
}

const registry = 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product';

interface Defaults {
  readonly image: string;
  readonly command: readonly string[];
  readonly requests: JsonObject;
  readonly memoryLimit: string;
}

const small = { requests: { cpu: '50m', memory: '64Mi' }, memoryLimit: '256Mi' };

function defaultTemplate(component: Component, { image, command, requests, memoryLimit }: Defaults): SidecarTemplate {
  return {
    image: `${registry}/${image}`,
    version: defaultVersions[component],
    imagePullPolicy: 'IfNotPresent',
    command,
    resources: { requests, limits: { memory: memoryLimit } },
    securityContext: {},
  };
}

/** The templates where the installation decides nothing: the images of the vendor, modest resources, no sample evidence. */
export const defaultTemplates: SidecarTemplates = {
  sidecars: {
    aa: defaultTemplate('aa', { image: 'attestation-agent', command: ['/usr/local/bin/attestation-agent'], ...small }),
    cdh: defaultTemplate('cdh', {
      image: 'confidential-data-hub',
      command: ['/usr/local/bin/confidential-data-hub'],
      ...small,
    }),
    tng: defaultTemplate('tng', { image: 'tng', command: ['tng', 'launch'], ...small }),
    cachefs: defaultTemplate('cachefs', {
      image: 'cachefs',
      command: ['gocryptfs'],
      requests: { cpu: '250m', memory: '512Mi' },
      memoryLimit: '2Gi',
    }),
  },
  allowSampleEvidence: false,
};

/** What the templates decide about the options of Pods. */
export function templateSettings({
  sidecars,
  trusteeAuthorities,
  allowSampleEvidence,
}: SidecarTemplates): ParseSettings {
  const { aa, cdh, tng, cachefs } = sidecars;
  const defaults = { aa: aa.version, cdh: cdh.version, tng: tng.version, cachefs: cachefs.version };
  return { defaults, ...(trusteeAuthorities && { authorities: trusteeAuthorities }), allowSampleEvidence };
}
