import { Option, type Command } from 'commander';
import type { CommandDefinition } from '../command-definition';
import { optionsOf } from '../description/derived';
import type { Description } from '../description/description';
import { readDescription } from '../description/read';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';
import { coloured, printJson } from '../reporting';
import { checkAccess } from './access';
import { checkApiServer } from './api-server';
import type { Finding, Verdict } from './finding';
import { Kubectl } from './kubectl';
import { checkNodes } from './nodes';
import { checkStorage } from './storage';
import { checkTrustee } from './trustee';
import { checkWebhook } from './webhook';

interface DoctorOptions {
  readonly config: string;
  readonly context?: string;
  readonly output: 'text' | 'json';
  readonly probeNodes?: boolean;
  readonly probeImage: string;
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
      const description = await readDescription(io, options.config);
      const findings = await examine(io, description, options);
      if (options.output === 'json') printJson(io, { findings });
      else print(io, findings);
      if (findings.some(({ verdict }) => verdict === 'failed')) io.exitCode = 1;
    });
};

async function examine(io: Io, description: Description, options: DoctorOptions): Promise<Finding[]> {
  const { cluster, releases, vllm, trustee } = description;
  const { tdxRaEnable: tdx, gpuRaEnable: gpu } = optionsOf(description);
  const { namespace } = releases.vllm;
  const kubectl = new Kubectl(io, options.context ?? cluster.context);
  const server = await checkApiServer(kubectl);
  const parts = await Promise.all([
    checkNodes(kubectl, {
      selector: vllm.nodeSelector,
      gpuCount: vllm.gpuCount,
      tdx,
      gpu,
      namespace,
      ...(options.probeNodes === true ? { probeImage: options.probeImage } : {}),
    }),
    checkStorage(kubectl),
    checkWebhook(kubectl, releases.webhook.namespace, new Date()),
    checkAccess(kubectl, namespace),
    checkTrustee(io, trustee.address.replace(/\/$/, '')),
  ]);
  return [...server, ...parts.flat()];
}

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
