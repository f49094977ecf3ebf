import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Description } from '../description/description';
import { cloudInit } from './cloud-init';
import { pages } from './pages';
import { closedAttributes, offeredClaims, policies, requiredClaims } from './policies';
import { proxyConfiguration } from './proxy';
import { serverSettings, trusteeVersion, type ServerSettings } from './settings';

/** The folder of the runbook that is copied to the server of Trustee. */
export const serverFolder = 'trustee';

/** What the user fills in: written once. */
export const filledIn: readonly string[] = [`${serverFolder}/reference-values.json`];

/** Every file of the runbook by its path. */
export function runbookFiles(described: Description): ReadonlyMap<string, string> {
  const settings = serverSettings(described);
  const server = serverFiles(settings);
  return new Map([
    ...pages(described, settings),
    ...[...server].map(([path, text]): [string, string] => [join(serverFolder, path), text]),
    ['cloud-init.yaml', cloudInit(server)],
  ]);
}

function serverFiles(settings: ServerSettings): ReadonlyMap<string, string> {
  const { attestation, resource } = policies({ gpus: settings.gpus, resources: [settings.keyPath] });
  return new Map([
    ...constantFiles(),
    ['settings.sh', settingsFile(settings)],
    [
      'reference-values.json',
      `${JSON.stringify(Object.fromEntries(Object.keys(requiredClaims).map((name) => [name, []])), undefined, 2)}\n`,
    ],
    ['files/nginx-trustee.conf', proxyConfiguration(settings)],
    ['policies/attestation-policy.rego', attestation],
    ['policies/resource-policy.rego', resource],
  ]);
}

/** What is the same on every server. */
function constantFiles(): [string, string][] {
  const folder = join(__dirname, 'server');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')]);
}

// every value has passed a pattern that leaves no quotes in it
function settingsFile({ scheme, host, port, keyPath, gpus }: ServerSettings): string {
  const settings = {
    trustee_version: trusteeVersion,
    trustee_scheme: scheme,
    trustee_host: host,
    trustee_port: String(port),
    key_path: keyPath,
    gpus: String(gpus),
    required_claims: JSON.stringify(requiredClaims),
    offered_claims: JSON.stringify(offeredClaims),
    closed_attributes: closedAttributes,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  return `# shellcheck shell=sh disable=SC2034 # what the other scripts use\n# Of cai.yaml. No secrets.\n${lines.join('')}`;
}
