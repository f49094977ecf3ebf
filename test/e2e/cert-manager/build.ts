import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledArtefact } from '../artefact';
import { goBuild, goModuleFolder, sourcesDigest } from '../go-build';

const goModule = 'github.com/cert-manager/cert-manager';
const [, version = ''] = new RegExp(`${goModule} v(\\S+)`).exec(readFileSync(join(__dirname, 'go.mod'), 'utf8')) ?? [];

/** The kinds of cert-manager that its controllers read, as cert-manager publishes them. */
export const certManagerKinds = ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'].map(
  (plural) => `cert-manager.io_${plural}.yaml`,
);

/** The program `cert-manager`, and the definitions of its kinds. */
export const certManager = new CompiledArtefact(
  `cert-manager ${version}`,
  `cert-manager-${version}-${sourcesDigest(__dirname, ['go.mod', 'go.sum', 'main.go'])}`,
  async (folder, say) => {
    await goBuild(['build', '-ldflags', '-s -w', '-o', join(folder, 'cert-manager'), '.'], { folder: __dirname, say });
    const published = await goModuleFolder(goModule, __dirname);
    for (const file of certManagerKinds) copyFileSync(join(published, 'deploy/crds', file), join(folder, file));
  },
);
