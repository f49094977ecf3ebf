import { inputProblems, jsonPointer, type Problem, ProblemsError, showChoices } from '../problems';
import { logLevels, type LogLevel } from './log';

/** What the process is told by its environment. Times are in milliseconds. */
export interface Settings {
  readonly namespace: string;
  /** ConfigMap with the templates of the sidecars. */
  readonly templates: string;
  /** ConfigMap with the authorities of Trustee, and the key in it; absent: the templates hold them, or there are none. */
  readonly authorities?: AuthoritiesSettings;
  readonly certificates: SelfManagedCaSettings | SecretCertificateSettings;
  /** URL of the API server. */
  readonly apiServer: string;
  /** Folder with `token` and `ca.crt` of the service account. */
  readonly serviceAccount: string;
  readonly port: number;
  readonly healthPort: number;
  /** Address to listen on; absent: every address. */
  readonly host?: string;
  readonly logLevel: LogLevel;
  /** How long requests are still taken after SIGTERM: until everybody has noticed that this replica leaves. */
  readonly drain: number;
}

/** Where the authorities of Trustee lie that somebody else keeps. */
export interface AuthoritiesSettings {
  readonly configMap: string;
  readonly key: string;
}

/** The server is its own certificate authority. */
export interface SelfManagedCaSettings {
  readonly source: 'self-managed-ca';
  /** Secret with the authority, shared by the replicas. It exists, and may be empty. */
  readonly secret: string;
  /** Service whose names the serving certificate bears. */
  readonly service: string;
  /** Names of the configurations whose caBundle is written. */
  readonly mutating: readonly string[];
  readonly validating: readonly string[];
  readonly authorityLifetime: number;
  readonly servingLifetime: number;
  /** How long a new authority is published before it signs. */
  readonly caPropagationDelay: number;
}

/** Somebody else, such as cert-manager, writes the certificate into a Secret and the caBundle into the configurations. */
export interface SecretCertificateSettings {
  readonly source: 'secret-certificate';
  /** Secret of type kubernetes.io/tls. */
  readonly secret: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. What an installation may decide must be told: its defaults are the chart's, and stand there alone.
 *
 * @throws ProblemsError with every problem
 */
export function readSettings(environment: Environment): Settings {
  const reader = new SettingsReader(environment);
  const host = reader.optional('CAI_HOST');
  const authorities = readAuthoritiesSettings(reader);
  const settings: Settings = {
    namespace: reader.name('CAI_NAMESPACE', 'the namespace of this Pod'),
    templates: reader.name('CAI_TEMPLATES_CONFIGMAP', 'the name of the ConfigMap with the templates of the sidecars'),
    ...(authorities === undefined ? {} : { authorities }),
    certificates: readCertificates(reader),
    apiServer: reader.optional('CAI_API_SERVER') ?? apiServerOf(reader),
    serviceAccount: reader.optional('CAI_SERVICE_ACCOUNT_FOLDER') ?? '/var/run/secrets/kubernetes.io/serviceaccount',
    port: reader.port('CAI_HTTPS_PORT'),
    healthPort: reader.port('CAI_HTTP_PORT'),
    ...(host === undefined ? {} : { host }),
    logLevel: reader.choice('CAI_LOG_LEVEL', logLevels),
    drain: reader.duration('CAI_DRAIN'),
  };
  if (reader.problems.length > 0) throw new ProblemsError(reader.problems);
  return settings;
}

function readAuthoritiesSettings(reader: SettingsReader): AuthoritiesSettings | undefined {
  if (reader.optional('CAI_AUTHORITIES_CONFIGMAP') === undefined) return undefined;
  return {
    configMap: reader.name('CAI_AUTHORITIES_CONFIGMAP', 'the name of the ConfigMap with the authorities of Trustee'),
    key: reader.required('CAI_AUTHORITIES_KEY', 'the key of that ConfigMap'),
  };
}

function readCertificates(reader: SettingsReader): Settings['certificates'] {
  if (reader.optional('CAI_CERT_MANAGER_SECRET') !== undefined) {
    const secret = reader.name('CAI_CERT_MANAGER_SECRET', 'the name of the Secret of cert-manager');
    return { source: 'secret-certificate', secret };
  }
  return {
    source: 'self-managed-ca',
    secret: reader.name('CAI_CA_SECRET', 'the name of the Secret of the certificate authority'),
    service: reader.name('CAI_SERVICE', 'the name of the Service of the webhook'),
    mutating: reader.names('CAI_MUTATING_WEBHOOKS', 'the names of the MutatingWebhookConfigurations'),
    validating: reader.names('CAI_VALIDATING_WEBHOOKS', 'the names of the ValidatingWebhookConfigurations'),
    authorityLifetime: reader.duration('CAI_CA_LIFETIME'),
    servingLifetime: reader.duration('CAI_CERTIFICATE_LIFETIME'),
    caPropagationDelay: reader.duration('CAI_CA_PROPAGATION_DELAY'),
  };
}

function apiServerOf(reader: SettingsReader): string {
  const host = reader.required('KUBERNETES_SERVICE_HOST', 'the address of the API server, as kubelet does');
  const port = reader.required('KUBERNETES_SERVICE_PORT', 'the port of the API server, as kubelet does');
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const objectName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/u;

// a setting is called as it is written
const spoken = { notation: 'dotted' } as const;

const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

class SettingsReader {
  readonly problems: Problem[] = [];

  constructor(private readonly environment: Environment) {}

  optional(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  required(name: string, meaning: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(inputProblems.missing.at(jsonPointer(name), { rule: meaning }, spoken));
    return value ?? '';
  }

  /** The name of an object of Kubernetes, which becomes a part of paths. */
  name(name: string, meaning: string): string {
    const value = this.required(name, meaning);
    if (value !== '' && !objectName.test(value)) this.refuse(name, value, meaning);
    return value;
  }

  /** Names with commas between them; may be none. */
  names(name: string, meaning: string): string[] {
    const value = this.optional(name) ?? '';
    const names = value.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
    if (!names.every((part) => objectName.test(part))) this.refuse(name, value, meaning);
    return names;
  }

  port(name: string): number {
    const meaning = 'a port number up to 65535';
    const value = this.required(name, meaning);
    const port = Number(value);
    if (value !== '' && !/^\d+$/u.test(value)) this.refuse(name, value, meaning);
    else if (port > 65535) this.refuse(name, value, meaning, inputProblems.range);
    return port;
  }

  /** A whole number and its unit, in milliseconds. */
  duration(name: string): number {
    const meaning = 'a whole number with ms, s, m, h or d';
    const value = this.required(name, meaning);
    const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/u.exec(value) ?? [];
    if (value !== '' && count === undefined) this.refuse(name, value, meaning);
    return Number(count ?? 0) * (millisecondsOf[unit] ?? 0);
  }

  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const meaning = showChoices(choices);
    const value = this.required(name, meaning);
    const choice = choices.find((candidate) => candidate === value);
    if (value !== '' && choice === undefined) this.refuse(name, value, meaning, inputProblems.notOneOf);
    return choice ?? choices[0];
  }

  private refuse(name: string, value: string, meaning: string, kind = inputProblems.pattern): void {
    this.problems.push(kind.at(jsonPointer(name), { value, rule: meaning }, spoken));
  }
}
