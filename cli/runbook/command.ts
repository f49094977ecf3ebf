import type { Command } from 'commander';
import type { Io } from '../io';
import { describe, descriptionOption } from '../manual';

interface Options {
  readonly config: string;
  readonly dir: string;
}

export function runbookCommand(program: Command, io: Io): void {
  const command = program
    .command('runbook')
    .summary('write what is done outside of the cluster: pages, and scripts for the server of Trustee')
    .addOption(descriptionOption())
    .requiredOption('-d, --dir <folder>', 'folder for the runbook: new, empty, or with an older runbook in it')
    .action(async ({ config, dir }: Options) => {
      const { makeRunbook } = await import('./make');
      await makeRunbook(io, config, dir);
    });
  describe(command, {
    description: [
      'Writes the six steps from the model to the client as pages with the commands of this very deployment, and a folder "trustee" for the server of Trustee: scripts that install Trustee 1.5.2 as packages or as containers, harden it, put HTTPS before it, set policies, register reference values, import the key and check the result. cloud-init.yaml does the first part when an ECS instance is made.',
      'Nothing secret is written: the key of the model is read from a file when its script runs on the server. The same cai.yaml gives the same files. An older runbook in the folder is replaced; reference-values.json, which you fill in, stays as it is, and so do other files.',
    ],
    examples: [
      ['cai runbook -d runbook', 'write the runbook of cai.yaml'],
      ['scp -r runbook/trustee root@trustee.example.com:cai-trustee', 'bring the scripts to the server'],
    ],
  });
}
