import { resolve } from 'node:path';
import { ipv4Pattern } from '../../constructs/tng-client/defaults';
import { defaultClientImage } from '../../constructs/tng-client/schema';
import { clientProblems } from '../../constructs/tng-client/problems';
import { isInRange, versionSetNamed } from '../../injection';
import { showValue, type Problem } from '../../problems';
import { CommandError } from '../command-error';
import { mappingsOf, versionsOf } from '../description/derived';
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
  const command = runtime === 'binary' ? launch : [...containerWords(described, runtime, file), ...launch];
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

function containerWords(described: Description, runtime: 'docker' | 'podman', file: string | undefined): string[] {
  const { registry, repository } = defaultClientImage;
  const volume = file === undefined ? [] : ['--volume', `${file}:${insideContainer}:ro`];
  return [
    ...[runtime, 'run', '--detach', '--network=host', ...volume],
    `${registry}/${repository}:${versionsOf(described).tng}`,
  ];
}

function comments(described: Description, { listen, runtime }: StartSettings): string[] {
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
    ...(runtime === 'binary' ? ['# It runs in the foreground, until Ctrl-C.'] : []),
    `# Proxy: export http_proxy=http://${near}:${client.proxy.port}`,
    ...bases,
  ];
}
