import { bucketOf, modelLocation } from '../../description/derived';
import { markdown, type PageContext } from './page';

/** The six steps, and what the runbook does not prove. */
export function overviewPage({ described, address, versions }: PageContext): string {
  const { model, trustee, releases, vllm } = described;
  const { servedName } = vllm.model;
  return markdown(
    `# ${servedName}: from the model to the client`,
    'Written by `cai runbook` from cai.yaml. Change that file and write the runbook anew; of these files fill in only `trustee/reference-values.json`.',
    [
      '| | |',
      '|---|---|',
      `| model | ${servedName}, encrypted in \`${model.encrypted}\`, its key in \`${model.keyFile}\` |`,
      `| key | \`${model.keyId}\` |`,
      `| ${bucketOf(described) ? 'bucket' : 'volume'} | \`${modelLocation(described)}\` |`,
      `| Trustee | ${versions.trustee} at ${address}, ${trustee.hosting === 'ecs' ? 'on an ECS instance' : 'on a server of your own'} |`,
      `| Pods | namespace \`${releases.vllm.namespace}\`; AA ${versions.aa}, CDH ${versions.cdh}, TNG ${versions.tng}, cachefs ${versions.cachefs} |`,
    ].join('\n'),
    [
      '1. [Encrypt the model and upload it](step-1-model.md): where the model is, on a machine that you trust.',
      '2. [Set up Trustee and import the key](step-2-trustee.md): on a server outside of the cluster.',
      '3. [Prepare the nodes](step-3-nodes.md): in the console, and with kubectl.',
      '4. [Install the webhook](step-4-webhook.md): with kubectl and Helm.',
      '5. [Deploy vLLM](step-5-vllm.md): with kubectl and Helm.',
      '6. [Ask it](step-6-client.md): at a client.',
    ].join('\n'),
    '## What was not tried',
    'The scripts of step 2 are tried with stand-ins for yum, systemctl, Docker and Trustee; nginx, OpenSSL, jq and the engine of the policies are the real ones. Not tried, because it needs the packages, images or hardware of the vendor: the installation of Trustee 1.5.2 itself, its reading of the configuration, its answers, and a quote of a real TD with a real GPU. So go through `60-check.sh` and `cai trustee check` before you trust a server, and try that a node which you do not trust gets no key.',
  );
}
