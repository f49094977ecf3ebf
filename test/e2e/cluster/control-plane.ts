import type { Certificates } from './certificates';
import { nodeAddress, serviceRange } from './network';

const etcdUrl = 'http://127.0.0.1:2379';

/** A program of the one Kubernetes binary and its arguments. */
export interface Part {
  readonly name: string;
  readonly args: readonly string[];
}

export function etcd(folder: string): Part {
  const urls = {
    'listen-client-urls': etcdUrl,
    'advertise-client-urls': etcdUrl,
    'listen-peer-urls': 'http://127.0.0.1:2380',
  };
  // what is in there is not worth a disk's flush
  return { name: 'etcd', args: [...flags({ 'data-dir': folder, ...urls, 'log-level': 'warn' }), '--unsafe-no-fsync'] };
}

export function apiServer(certificates: Certificates, kind: 'node' | 'api-server'): Part {
  const file = (name: string): string => certificates.file(name);
  const common = {
    'advertise-address': nodeAddress,
    'secure-port': '6443',
    'etcd-servers': etcdUrl,
    'service-cluster-ip-range': serviceRange,
    'allow-privileged': 'true',
    'anonymous-auth': 'false',
    'client-ca-file': file('ca.crt'),
    'tls-cert-file': file('apiserver.crt'),
    'tls-private-key-file': file('apiserver.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': file('service-accounts.pub'),
    'service-account-signing-key-file': file('service-accounts.key'),
    'requestheader-client-ca-file': file('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': file('front-proxy-client.crt'),
    'proxy-client-key-file': file('front-proxy-client.key'),
  };
  const alone = {
    'authorization-mode': 'RBAC',
    // no controller makes the ServiceAccounts that this plugin would wait for
    'disable-admission-plugins': 'ServiceAccount',
  };
  const withNode = {
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'kubelet-client-certificate': file('apiserver-kubelet-client.crt'),
    'kubelet-client-key': file('apiserver-kubelet-client.key'),
    'kubelet-certificate-authority': file('ca.crt'),
    'kubelet-preferred-address-types': 'InternalIP',
  };
  return { name: 'kube-apiserver', args: flags({ ...common, ...(kind === 'node' ? withNode : alone) }) };
}

export function controllerManager(certificates: Certificates, volumePlugins: string): Part {
  return {
    name: 'kube-controller-manager',
    args: flags({
      ...ownKubeconfig(certificates, 'kube-controller-manager'),
      'leader-elect': 'false',
      'service-account-private-key-file': certificates.file('service-accounts.key'),
      'root-ca-file': certificates.file('ca.crt'),
      'use-service-account-credentials': 'true',
      'cluster-signing-cert-file': certificates.file('ca.crt'),
      'cluster-signing-key-file': certificates.file('ca.key'),
      'service-cluster-ip-range': serviceRange,
      'requestheader-client-ca-file': certificates.file('front-proxy-ca.crt'),
      // its default lies on the machine's own disk
      'flex-volume-plugin-dir': volumePlugins,
      'pvclaimbinder-sync-period': '2s',
    }),
  };
}

export function scheduler(certificates: Certificates): Part {
  return {
    name: 'kube-scheduler',
    args: flags({ ...ownKubeconfig(certificates, 'kube-scheduler'), 'leader-elect': 'false' }),
  };
}

function ownKubeconfig(certificates: Certificates, owner: string): Record<string, string> {
  const path = certificates.kubeconfig(owner);
  return { kubeconfig: path, 'authentication-kubeconfig': path, 'authorization-kubeconfig': path };
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
