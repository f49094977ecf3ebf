import type { Container, JsonObject } from '../json/json-object';
import { sidecarNames, type Component } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';

/** What distinguishes one sidecar from the others. */
export interface SidecarDescription {
  readonly component: Component;
  /** Image tag. */
  readonly version: string;
  readonly template: SidecarTemplate;
  /** POSIX shell that starts the program given as its arguments. Constant text: what varies comes through `env`. */
  readonly script: string;
  /** Values as the script is to see them. */
  readonly env: Readonly<Record<string, string>>;
  /** Kubernetes `SecurityContext` beside the fields that all sidecars have. */
  readonly rights: JsonObject;
  readonly volumeMounts: readonly JsonObject[];
  readonly startupProbe: JsonObject;
  readonly readinessProbe?: JsonObject;
}

// A program that aborts must not leave the key, which it has in memory, on the disk of the node: runtimes set no limit to the
// size of a core. A lowered hard limit is for good, for everything that the script starts.
const withoutCoreDumps = 'ulimit -c 0 || exit 1\n';

/** Not privileged, and nothing but the named capabilities. */
export function restricted(...capabilities: readonly string[]): JsonObject {
  return {
    privileged: false,
    allowPrivilegeEscalation: false,
    capabilities: { ...(capabilities.length === 0 ? {} : { add: capabilities }), drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Privileged: Kubernetes lets no other container propagate its mounts. */
export const privileged: JsonObject = { privileged: true, allowPrivilegeEscalation: true };

function imageReference({ image, digest }: SidecarTemplate, version: string): string {
  return digest === undefined ? `${image}:${version}` : `${image}@${digest}`;
}

// Kubernetes expands $(NAME) in values and makes $ of $$.
function envEntry([name, value]: readonly [string, string]): JsonObject {
  return { name, value: value.replaceAll('$', () => '$$') };
}

/**
 * The container of a sidecar. It states what the API server would fill in, and leaves out what the API server would drop
 * (`readOnly: false`, an empty value): an injected Pod that comes back from there must show no difference.
 */
export function sidecarContainer(description: SidecarDescription): Container {
  const { component, version, template, script, env, rights, volumeMounts, startupProbe, readinessProbe } = description;
  return {
    name: sidecarNames[component],
    image: imageReference(template, version),
    imagePullPolicy: template.imagePullPolicy,
    restartPolicy: 'Always',
    command: ['/bin/sh', '-c', `${withoutCoreDumps}${script}`, 'cai', ...template.command],
    env: Object.entries(env).map(envEntry),
    resources: template.resources,
    securityContext: { runAsUser: 0, runAsNonRoot: false, ...rights, ...template.securityContext },
    volumeMounts,
    startupProbe,
    ...(readinessProbe === undefined ? {} : { readinessProbe }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}
