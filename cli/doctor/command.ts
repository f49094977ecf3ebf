import { Option, type Command } from 'commander';
import type { CommandDefinition } from '../command-definition';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';
import { coloured, printJson } from '../reporting';
import type { Examination } from './examine';
import type { Finding, Verdict } from './finding';

interface DoctorOptions extends Examination {
  readonly config: string;
  readonly output: 'text' | 'json';
}

/** `cai doctor`. */
export const doctorCommand: CommandDefinition = (program, io) => {
  const command: Command = program.command('doctor').summary('check whether a cluster can run the service');
  describe(command, {
    description: [
      'Looks at the cluster of the current kubeconfig, through kubectl, and at Trustee: version of the API server, nodes with TDX and confidential GPUs, CSI driver, webhook, rights of the caller, pod security, quota.',
      'Each line says what was found, what is needed, and how to mend it. Nothing is changed; with --probe-nodes one short Pod per node looks at its devices and is deleted again.',
    ],
    exitCodes: {
      0: 'nothing failed; warnings and what could not be found out are printed',
      1: 'at least one check failed',
      2: 'wrong usage, no kubectl, or no cluster',
    },
    examples: [
      ['cai doctor', 'before the installation'],
      ['cai doctor --probe-nodes -o json', 'for a script, with a look at the nodes'],
    ],
  })
    .addOption(descriptionOption())
    .option('--context <name>', 'context of the kubeconfig (default: that of the description, or the current one)')
    .option('--probe-nodes', 'run a short Pod on each node that looks for /dev/tdx_guest and the NVIDIA driver')
    .addOption(
      new Option('--probe-image <image>', 'image of those Pods; it needs a shell').default(
        'docker.io/library/busybox:1.36',
      ),
    )
    .addOption(outputOption())
    .action(async (options: DoctorOptions) => {
      const [{ readDescription }, { examine }] = await Promise.all([
        import('../description/read'),
        import('./examine'),
      ]);
      const findings = await examine(io, await readDescription(io, options.config), options);
      if (options.output === 'json') printJson(io, { findings });
      else print(io, findings);
      if (findings.some(({ verdict }) => verdict === 'failed')) io.exitCode = 1;
    });
};

const signs: Readonly<Record<Verdict, readonly [string, 'success' | 'warning' | 'error' | 'faint']>> = {
  ok: ['ok', 'success'],
  warning: ['warning', 'warning'],
  failed: ['failed', 'error'],
  unknown: ['unknown', 'faint'],
};

function print(io: Io, findings: readonly Finding[]): void {
  for (const { verdict, check, found, needed, fix } of findings) {
    const [sign, colour] = signs[verdict];
    io.stdout.write(`${coloured(io.stdout, colour, sign.padEnd(8))} ${check}: ${found}\n`);
    if (fix !== undefined) io.stdout.write(`         needed: ${needed}\n         fix: ${fix}\n`);
  }
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  io.stdout.write(
    `${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed, ${count('unknown')} unknown\n`,
  );
}
