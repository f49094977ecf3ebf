import { InvalidArgumentError, type Command } from 'commander';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';

interface Options {
  readonly timeout: number;
  readonly release?: string;
  readonly authorities?: string;
  readonly output: 'text' | 'json';
}

export function trusteeCommand(program: Command, io: Io): void {
  const trustee = program.command('trustee').summary('look at a Trustee from outside');
  const command = trustee
    .command('check')
    .summary('tell whether a Trustee is well, and what of it is unsafe')
    .argument('<url>', 'base URL of Trustee, as in cai.yaml')
    .option('--timeout <seconds>', 'how long each question may take', seconds, 10)
    .option('--release <key-id>', 'go the whole way to this key without a TEE; it must be refused')
    .option('--authorities <file>', 'authorities of its certificate, as PEM; those that Node.js knows without it')
    .addOption(outputOption())
    .action(async (url: string, { timeout, release, authorities: file, output }: Options) => {
      const [{ checkTrustee }, { showState }, { readAuthoritiesFile }] = await Promise.all([
        import('./check'),
        import('./show-state'),
        import('../authorities-file'),
      ]);
      const authorities = file === undefined ? undefined : await readAuthoritiesFile(io, file);
      const given = { ...(release !== undefined && { release }), ...(authorities !== undefined && { authorities }) };
      const state = await checkTrustee(io, { url, timeout, ...given });
      showState(io, state, output);
    });
  describe(command, {
    description: [
      'Asks Trustee how its services are and how long each takes, looks at its certificate, and then tries what must not work: it has sample evidence verified, which needs no TEE; it shows the key broker a token that it signed itself; it asks the routes of the owner without a password. Nothing is changed: the policies that are sent are empty, and the key that is asked for does not exist.',
      'With --release it goes the way of a Pod up to a real key, again without a TEE. If the key comes, it is encrypted for a key that is thrown away: it is neither decrypted nor printed. The tries show in the audit records of Trustee.',
      'Its certificate is held against public authorities, or against those that --authorities names. The sidecars believe the ones that cai.yaml names in trustee.authorities; where it names none, those of their images, which may be none.',
      'What is not found here may still be wrong: whether the policies demand the right measurements cannot be seen from outside.',
    ],
    exitCodes: {
      1: 'a service is not well, or something is proved to be unsafe',
      2: 'wrong usage, or nothing that is a Trustee answers',
    },
    examples: [
      ['cai trustee check https://trustee.example.com:8081/api', 'check a Trustee'],
      [
        'cai trustee check https://trustee.example.com:8081/api --release kbs:///default/aliyun/model-decryption-key',
        'prove that this machine does not get the key',
      ],
    ],
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 300)) throw new InvalidArgumentError('It must be a number from 1 to 300.');
  return value;
}
