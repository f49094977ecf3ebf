import { join } from 'node:path';
import { staleFiles, synthesized } from '../scripts/synthesized';
import { scratchFolder, writeFiles } from './support/scratch-folder';

const made = synthesized();

/** A folder with what is made, changed in some way. */
function folderWith(change: (files: Map<string, string>) => void): string {
  const files = new Map(made);
  change(files);
  const folder = scratchFolder();
  writeFiles(folder, files);
  return folder;
}

test('the charts and manifests that are committed are those that npm run synth makes', () => {
  expect(staleFiles(join(__dirname, '../dist'), made)).toEqual([]);
});

test('a file that differs, one that lacks and one too many are told', () => {
  const folder = folderWith((files) => {
    files.set('helm/cai-vllm/values.yaml', 'other: true\n');
    files.delete('manifests/tng-client.k8s.yaml');
    files.set('helm/cai-vllm/templates/old.yaml', 'kind: Old\n');
  });
  expect(staleFiles(folder, made)).toEqual([
    'helm/cai-vllm/templates/old.yaml is made by nothing',
    'helm/cai-vllm/values.yaml is out of date',
    'manifests/tng-client.k8s.yaml is missing',
  ]);
});

test('packages are not told, which are made beside and not committed', () => {
  const folder = folderWith((files) => {
    files.set('helm/cai-vllm-0.1.0.tgz', '');
    files.set('helm/index.yaml', '');
  });
  expect(staleFiles(folder, made)).toEqual([]);
});
