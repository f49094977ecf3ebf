import { resolve } from 'node:path';
import { ipv4Pattern } from '../../constructs/tng-client/defaults';
import { defaultClientImage } from '../../constructs/tng-client/schema';
import { clientProblems } from '../../constructs/tng-client/problems';
import { isInRange, versionSetNamed } from '../../injection';
import { showValue, type Problem } from '../../problems';
import { CommandError } from '../command-error';
import { authoritiesOf, mappingsOf, versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import { shellLine } from '../model/shell-line';
import { clientConfiguration } from './configuration';

/** What runs TNG. */
export type Runtime = 'docker' | 'podman' | 'binary';

/** What the user chose. */
export interface StartSettings {
  readonly runtime: Runtime;
  readonly listen: string;
  /** File on this machine. */
  readonly trustedCertificates?: string;
  /** Authorities of Trustee's certificate, as PEM. @default - those of the description */
  readonly authorities?: string;
}

/** How to start a client, and with what. */
export interface ClientStart {
  readonly configuration: Record<string, unknown>;
  /** Text that a shell can run, with comments. */
  readonly script: string;
}

const insideContainer = '/etc/tng/trusted-certificates.pem';

/**
 * The configuration of a client and the command that starts it.
 *
 * @throws CommandError (1) when this TNG would not take the configuration
 */
export function clientStart(described: Description, settings: StartSettings, cwd: string): ClientStart {
  const { runtime, listen, trustedCertificates: given } = settings;
  refuseNames(described);
  const file = given === undefined ? undefined : resolve(cwd, given);
  const seen = file === undefined || runtime === 'binary' ? file : insideContainer;
  const configuration = clientConfiguration(described, {
    listen,
    ...(seen !== undefined && { trustedCertificates: seen }),
  });
  const launch = ['tng', 'launch', '--config-content', JSON.stringify(configuration, undefined, 2)];
  const pem = settings.authorities ?? authoritiesOf(described);
  const command = [...programWords(described, { runtime, file, pem }), ...launch];
  return { configuration, script: `${comments(described, settings).join('\n')}\n${shellLine(command)}\n` };
}

function refuseNames(described: Description): void {
  const version = versionsOf(described).tng;
  const { namesInMappings } = versionSetNamed(described.versions.set);
  if (namesInMappings === undefined || isInRange(version, namesInMappings)) return;
  const names = mappingsOf(described).filter(({ host }) => !new RegExp(ipv4Pattern).test(host));
  if (names.length > 0) throw new CommandError(names.map(({ host }) => upstreamName(host, version)));
}

function upstreamName(host: string, version: string): Problem {
  const says = `has the host ${showValue(host)}, but TNG ${version} takes no names here`;
  const fix = 'write the IPv4 address, or ask through the proxy';
  return clientProblems.upstreamName.worded('/client/upstreams', { says, fix });
}

interface Surroundings {
  readonly runtime: Runtime;
  /** File with those who may sign for Trustee, on this machine. */
  readonly file: string | undefined;
  /** Authorities of Trustee's certificate. */
  readonly pem: string | undefined;
}

const variable = 'CAI_TRUSTEE_AUTHORITIES';

// OpenSSL, which TNG is built with, wants a file; and looks into a folder, too, unless it is told another
const believing = `folder=$(mktemp -d) && printf %s "$${variable}" > "$folder/authorities.pem" || exit 1
export SSL_CERT_FILE="$folder/authorities.pem" SSL_CERT_DIR="$folder"
unset ${variable}
exec "$@"`;

/** What stands before TNG's own words. */
function programWords(described: Description, { runtime, file, pem }: Surroundings): string[] {
  const setting = pem === undefined ? [] : [`${variable}=${pem}`];
  const shell = pem === undefined ? [] : ['/bin/sh', '-c', believing, 'cai'];
  if (runtime === 'binary') return [...(pem === undefined ? [] : ['env', ...setting]), ...shell];
  const { registry, repository } = defaultClientImage;
  const volume = file === undefined ? [] : ['--volume', `${file}:${insideContainer}:ro`];
  return [
    ...[runtime, 'run', '--detach', '--network=host', ...volume, ...setting.flatMap((one) => ['--env', one])],
    `${registry}/${repository}:${versionsOf(described).tng}`,
    ...shell,
  ];
}

/** What lies in the cluster does not reach this machine. */
function inCluster({ trustee }: Description, given: string | undefined): string[] {
  const { configMap, key } = trustee.authorities;
  if (configMap === undefined || given !== undefined) return [];
  const path = key.replaceAll('.', String.raw`\.`);
  return [
    `# The authorities of Trustee lie in the cluster. To believe them: kubectl get configmap ${configMap} -o jsonpath='{.data.${path}}' > authorities.pem, then --authorities authorities.pem`,
  ];
}

function comments(described: Description, { listen, runtime, authorities }: StartSettings): string[] {
  const { client, trustee, versions } = described;
  const near = listen === '0.0.0.0' ? '127.0.0.1' : listen;
  const bases = mappingsOf(described).map(
    ({ port, host, upstreamPort }) => `# Base URL of ${host}:${upstreamPort}: http://${near}:${port}/v1`,
  );
  return [
    `# The TNG client ${versionsOf(described).tng} of version set ${versions.set}, which verifies with ${trustee.address}.`,
    listen === '0.0.0.0'
      ? '# It listens on 0.0.0.0, as in the document: everybody who reaches this machine can ask through it, in plaintext.'
      : `# It listens on ${listen} alone, where the document has 0.0.0.0: what is sent to it is plaintext. See --listen.`,
    ...inCluster(described, authorities),
    ...(runtime === 'binary' ? ['# It runs in the foreground, until Ctrl-C.'] : []),
    `# Proxy: export http_proxy=http://${near}:${client.proxy.port}`,
    ...bases,
  ];
}
