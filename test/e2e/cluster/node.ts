import { mkdirSync, writeFileSync } from 'node:fs';
import { pauseImage } from '../images/images';
import type { Certificates } from './certificates';
import type { Part } from './control-plane';
import { clusterDomain, nodeAddress, nodeName, podRanges } from './network';
import type { RunFolder } from './run-folder';

// Both are as seen inside, where pid1.sh has put the run's own folder there: device plugins have no say about their
// folder, and the names of sockets must be short.
export const kubeletDirectory = '/var/lib/kubelet';
export const devicePluginDirectory = `${kubeletDirectory}/device-plugins`;
export const volumePlugins = `${kubeletDirectory}/volume-plugins`;

const containerdSocket = '/run/containerd/containerd.sock';
export const ctrArguments = ['--address', containerdSocket, '--namespace', 'k8s.io'];

/** Where Debian's packages put what the node needs. */
export const runc = '/usr/sbin/runc';
export const cniPlugins = '/usr/lib/cni';

/** Writes the configuration of the node's programs and answers its paths. */
export class NodeConfiguration {
  readonly containerd: string;
  readonly coreDns: string;
  readonly kubelet: Part;
  readonly kubeProxy: Part;

  constructor(
    private readonly run: RunFolder,
    private readonly certificates: Certificates,
  ) {
    mkdirSync(run.file('config', 'cni'), { recursive: true });
    this.write('cni/10-bridge.conflist', JSON.stringify(bridge(run), undefined, 2));
    this.containerd = this.write('containerd.toml', containerdToml(run));
    this.coreDns = this.write('Corefile', corefile(certificates));
    this.kubelet = this.kubeletPart();
    this.kubeProxy = this.kubeProxyPart();
  }

  private write(name: string, text: string): string {
    const path = this.run.file('config', name);
    writeFileSync(path, text);
    return path;
  }

  private kubeletPart(): Part {
    const file = (name: string): string => this.certificates.file(name);
    const config = this.write(
      'kubelet.json',
      JSON.stringify({
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        kind: 'KubeletConfiguration',
        failCgroupV1: false,
        cgroupDriver: 'cgroupfs',
        cgroupRoot: `/${this.run.cgroup.name}`,
        containerRuntimeEndpoint: `unix://${containerdSocket}`,
        authentication: {
          anonymous: { enabled: false },
          webhook: { enabled: true },
          x509: { clientCAFile: file('ca.crt') },
        },
        authorization: { mode: 'Webhook' },
        tlsCertFile: file('kubelet-server.crt'),
        tlsPrivateKeyFile: file('kubelet-server.key'),
        clusterDNS: [nodeAddress],
        clusterDomain,
        resolvConf: '',
        failSwapOn: false,
        // the machine's disk and memory are others' too: fullness there is no reason to evict
        evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
        imageGCHighThresholdPercent: 100,
        imageGCLowThresholdPercent: 99,
        readOnlyPort: 0,
        podLogsDir: this.run.file('pod-logs'),
        volumePluginDir: volumePlugins,
        syncFrequency: '10s',
      }),
    );
    return {
      name: 'kubelet',
      args: [
        `--config=${config}`,
        `--kubeconfig=${this.certificates.kubeconfig('kubelet')}`,
        `--root-dir=${kubeletDirectory}`,
        `--node-ip=${nodeAddress}`,
        `--hostname-override=${nodeName}`,
        '--v=2',
      ],
    };
  }

  private kubeProxyPart(): Part {
    const config = this.write(
      'kube-proxy.json',
      JSON.stringify({
        apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
        kind: 'KubeProxyConfiguration',
        clientConnection: { kubeconfig: this.certificates.kubeconfig('kube-proxy') },
        mode: 'iptables',
        clusterCIDR: '10.244.0.0/16',
        hostnameOverride: nodeName,
        // these belong to the machine's first network namespace and cannot be set from another
        conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
      }),
    );
    return { name: 'kube-proxy', args: [`--config=${config}`] };
  }
}

function bridge(run: RunFolder): unknown {
  const ipam = {
    type: 'host-local',
    dataDir: run.file('cni-addresses'),
    ranges: podRanges.map((subnet) => [{ subnet }]),
    routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
  };
  return {
    cniVersion: '1.0.0',
    name: 'bridge',
    plugins: [
      // hairpin: a Pod may reach itself through its Service
      { type: 'bridge', bridge: 'cni0', isGateway: true, hairpinMode: true, ipMasq: false, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

function containerdToml(run: RunFolder): string {
  return `version = 3
root = "${run.file('containerd')}"
state = "/run/containerd"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${run.file('containerd-opt')}"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "${pauseImage.reference}"
[plugins."io.containerd.cri.v1.runtime"]
  # root without CAP_SYS_RESOURCE may not lower an oom score, and runc then dies without a word
  restrict_oom_score_adj = true
  # its profile would be loaded into the machine's kernel and stay there
  disable_apparmor = true
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      BinaryName = "${runc}"
      SystemdCgroup = false
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["${cniPlugins}"]
    conf_dir = "${run.file('config', 'cni')}"
`;
}

// Names outside of the cluster do not exist, and that is said at once. Two blocks, because within one of them
// CoreDNS asks the template first, wherever it stands.
function corefile(certificates: Certificates): string {
  const zones = `${clusterDomain} in-addr.arpa ip6.arpa`;
  return `${zones} {
  bind ${nodeAddress}
  errors
  kubernetes ${zones} {
    kubeconfig ${certificates.kubeconfig('admin')}
    pods insecure
  }
}
. {
  bind ${nodeAddress}
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
}
