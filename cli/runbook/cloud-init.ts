import { yamlText } from '../../helm/yaml-text';

/** Where the files are on a server that cloud-init has set up. */
export const serverPath = '/root/cai-trustee';

// what Trustee needs until it runs, closed; the rest needs files that come later, and user data has a limit of 16 KB
const neededAtBoot = [
  'functions.sh',
  'settings.sh',
  '10-install.sh',
  '20-configure.sh',
  'files/openssl.cnf',
  'files/kbs-config.toml',
  'files/as-config.json',
  'files/rvps.json',
  'files/gateway.yml',
];

/** User data of an ECS instance: it installs Trustee and starts it, hardened and closed. */
export function cloudInit(server: ReadonlyMap<string, string>): string {
  const files = neededAtBoot.map((name) => ({
    path: `${serverPath}/${name}`,
    permissions: '0600',
    content: server.get(name) ?? '',
  }));
  const commands = ['10-install.sh rpm', '20-configure.sh'].map((line) => [
    'sh',
    ...`${serverPath}/${line}`.split(' '),
  ]);
  const head = '# Alibaba Cloud Linux 3 or Anolis OS. There is no secret in here.';
  return `#cloud-config\n${head}\n${yamlText({ write_files: files, runcmd: commands })}`;
}
