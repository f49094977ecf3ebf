import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from '../program';
import { apiServerUrl, clusterDomain, firstServiceAddress, nodeAddress, nodeName } from './network';

interface Certificate {
  readonly name: string;
  readonly subject: string;
  readonly usage: 'clientAuth' | 'serverAuth';
  readonly authority?: string;
  readonly alternativeNames?: readonly string[];
}

const serviceNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
const apiServer: Certificate = {
  name: 'apiserver',
  subject: '/CN=kube-apiserver',
  usage: 'serverAuth',
  alternativeNames: [
    ...[...serviceNames, `kubernetes.default.svc.${clusterDomain}`, 'localhost'].map((name) => `DNS:${name}`),
    ...[firstServiceAddress, '127.0.0.1', nodeAddress].map((address) => `IP:${address}`),
  ],
};
const admin = client('admin', '/O=system:masters/CN=kubernetes-admin');
const frontProxy = { ...client('front-proxy-client', '/CN=front-proxy-client'), authority: 'front-proxy-ca' };

const ofApiServer = [apiServer, frontProxy, admin];
const ofNode = [
  ...ofApiServer,
  client('apiserver-kubelet-client', '/O=system:masters/CN=kube-apiserver-kubelet-client'),
  client('kube-controller-manager', '/CN=system:kube-controller-manager'),
  client('kube-scheduler', '/CN=system:kube-scheduler'),
  client('kube-proxy', '/CN=system:kube-proxy'),
  client('kubelet', `/O=system:nodes/CN=system:node:${nodeName}`),
  {
    name: 'kubelet-server',
    subject: `/O=system:nodes/CN=system:node:${nodeName}`,
    usage: 'serverAuth',
    alternativeNames: [`DNS:${nodeName}`, `IP:${nodeAddress}`],
  },
] satisfies Certificate[];

function client(name: string, subject: string): Certificate {
  return { name, subject, usage: 'clientAuth' };
}

/** The keys and certificates of one cluster, which live as long as it does. */
export class Certificates {
  private constructor(private readonly folder: string) {}

  static async make(folder: string, kind: 'node' | 'api-server'): Promise<Certificates> {
    mkdirSync(folder, { mode: 0o700 });
    // the machine's own configuration would make every certificate an authority
    writeFileSync(join(folder, 'openssl.cnf'), '[req]\ndistinguished_name = dn\n[dn]\n');
    const made = new Certificates(folder);
    await Promise.all(['ca', 'front-proxy-ca'].map((name) => made.authority(name)));
    await Promise.all((kind === 'node' ? ofNode : ofApiServer).map((certificate) => made.issue(certificate)));
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(made.file('service-accounts.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(made.file('service-accounts.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    return made;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** A kubeconfig that speaks for the owner of a client certificate; JSON, which every reader of YAML takes. */
  kubeconfig(owner: string): string {
    const path = this.file(`${owner}.kubeconfig`);
    const base64 = (name: string): string => readFileSync(this.file(name)).toString('base64');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'e2e', cluster: { server: apiServerUrl, 'certificate-authority-data': base64('ca.crt') } }],
      users: [
        {
          name: owner,
          user: { 'client-certificate-data': base64(`${owner}.crt`), 'client-key-data': base64(`${owner}.key`) },
        },
      ],
      contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: owner } }],
      'current-context': 'e2e',
    };
    writeFileSync(path, JSON.stringify(config, undefined, 2), { mode: 0o600 });
    return path;
  }

  private async authority(name: string): Promise<void> {
    await this.request(name, `/CN=${name}`, [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign,digitalSignature',
    ]);
  }

  private async issue({ name, subject, usage, authority = 'ca', alternativeNames }: Certificate): Promise<void> {
    const extensions = ['keyUsage=critical,digitalSignature,keyEncipherment', `extendedKeyUsage=${usage}`];
    if (alternativeNames) extensions.push(`subjectAltName=${alternativeNames.join(',')}`);
    const signer = ['-CA', this.file(`${authority}.crt`), '-CAkey', this.file(`${authority}.key`)];
    await this.request(name, subject, extensions, signer);
  }

  private async request(name: string, subject: string, extensions: string[], signer: string[] = []): Promise<void> {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', this.file(`${name}.key`)];
    const certificate = ['-subj', subject, '-days', '30', ...extensions.flatMap((each) => ['-addext', each])];
    const out = ['-config', this.file('openssl.cnf'), '-out', this.file(`${name}.crt`)];
    await printed('openssl', ['req', '-x509', ...key, ...certificate, ...signer, ...out]);
  }
}
