import { CompiledArtefact, type Artefact } from './artefact';
import { goBuild } from './go-build';

interface Tool {
  readonly title: string;
  readonly module: string;
  readonly version: string;
  readonly commands: readonly string[];
  readonly tags?: string;
}

function installed({ title, module, version, commands, tags }: Tool): Artefact {
  return new CompiledArtefact(`${title} ${version}`, `${title.toLowerCase()}-${version}`, async (folder, say) => {
    const packages = commands.map((command) => `${module}${command}@v${version}`);
    await goBuild(['install', ...(tags ? ['-tags', tags] : []), ...packages], {
      folder,
      say,
      env: { GOBIN: folder },
    });
  });
}

// Debian's containerd is too old for the kubelet's newer requests. The storage backends left out need C libraries.
export const containerd = installed({
  title: 'containerd',
  module: 'github.com/containerd/containerd/v2',
  version: '2.4.2',
  commands: ['/cmd/containerd', '/cmd/containerd-shim-runc-v2', '/cmd/ctr'],
  tags: 'no_btrfs no_devmapper no_zfs',
});

export const coreDns = installed({
  title: 'CoreDNS',
  module: 'github.com/coredns/coredns',
  version: '1.15.0',
  commands: [''],
});

export const helm3 = installed({
  title: 'Helm',
  module: 'helm.sh/helm/v3',
  version: '3.22.0',
  commands: ['/cmd/helm'],
});

/** The engine of the policies of Trustee, which itself runs another one of the same language. */
export const opa = installed({
  title: 'OPA',
  module: 'github.com/open-policy-agent/opa',
  version: '1.22.2',
  commands: [''],
});
