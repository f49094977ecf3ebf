import { join } from 'node:path';
import { CompiledArtefact } from '../artefact';
import { goBuild, sourcesDigest } from '../go-build';

/** The program `gitops`: what Argo CD and Flux see, by their own engines. */
export const gitopsEngines = new CompiledArtefact(
  "Argo CD's and Flux's engines",
  `gitops-${sourcesDigest(__dirname, ['go.mod', 'go.sum', 'main.go'])}`,
  (folder, say) =>
    goBuild(['build', '-ldflags', '-s -w', '-o', join(folder, 'gitops'), '.'], { folder: __dirname, say }),
);
