/** The Kubernetes versions that the end-to-end tests know: by minor version, the one that is built. */
export const kubernetesVersions = {
  '1.33': '1.33.13',
  '1.35': '1.35.4',
  '1.36': '1.36.3',
  '1.37': '1.37.2',
} as const;

export type KubernetesVersion = keyof typeof kubernetesVersions;

/** The version of the whole cluster, pinned by go.mod; of the others only the API server is built. */
export const defaultVersion = '1.35' satisfies KubernetesVersion;

export function isKubernetesVersion(text: string): text is KubernetesVersion {
  return text in kubernetesVersions;
}
