import { Option } from 'commander';

/** The option `-f`, which names any number of files and folders, as that of kubectl does. */
export function filesOption(): Option {
  return new Option(
    '-f, --file <file...>',
    'manifests, YAML or JSON: files, and folders with them; - is standard input; may be given several times',
  );
}

/** The option `-R`, as that of kubectl. */
export function recursiveOption(): Option {
  return new Option('-R, --recursive', 'also what lies in folders of the folders').default(false);
}
