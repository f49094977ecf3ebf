import { define, type NoDetails, showValue } from '../../problems';

const fixAddress = 'write an address such as https://trustee.example.com:8081/api';

export const unsupportedAddress = define<{ readonly address: string; readonly reason: string }>({
  code: 'CAI7501',
  name: 'unsupported-trustee-address',
  title: 'an address of Trustee for which the runbook cannot set up a server',
  fix: fixAddress,
  says: (_, { address, reason }) => `trustee.address ${showValue(address)}: ${reason}`,
});

export const unsupportedTrustee = define<{ readonly version: string }>({
  code: 'CAI7502',
  name: 'unsupported-trustee-version',
  title: 'a version of Trustee that the runbook does not know',
  fix: 'take version set A with Trustee 1.5.2, or set up Trustee from its own documents',
  says: (_, { version }) =>
    `the runbook is written for Trustee 1.5.2, whose files and routes others do not have; versions say ${showValue(version)}`,
});

export const noEvidence = define<NoDetails>({
  code: 'CAI7503',
  name: 'runbook-without-tdx',
  title: 'a deployment without evidence of TDX, to which a hardened Trustee releases nothing',
  fix: 'remove tdx-ra-enable from vllm.caiOptions; for a test without the hardware use a Trustee of its own, with keys that protect nothing',
  says: () => 'tdx-ra-enable in vllm.caiOptions is false, so the policies of the runbook would refuse every Pod',
});

export const foreignFolder = define<{ readonly folder: string; readonly file: string }>({
  code: 'CAI7504',
  name: 'runbook-folder-in-use',
  title: 'a folder for the runbook that has other files in it',
  fix: 'name an empty folder, or one with a runbook in it, which is then replaced',
  says: (_, { folder, file }) => `${showValue(folder)} has files that are not of a runbook, such as ${showValue(file)}`,
});

export const noGpus = define<NoDetails>({
  code: 'CAI7505',
  name: 'runbook-without-gpus',
  title: 'evidence of GPUs that is demanded, and no number of GPUs that it must prove',
  fix: 'set cluster.gpusPerNode to the number of GPUs of a node, or gpu-ra-enable in vllm.caiOptions to false',
  says: () =>
    'gpu-ra-enable is on and vllm.gpuCount is 0: the policies must know how many GPUs a node has, since Trustee leaves out those that fail',
});

export const fewGpus = define<{ readonly perNode: number; readonly perPod: number }>({
  code: 'CAI7506',
  name: 'fewer-gpus-than-a-pod-needs',
  title: 'a node with fewer GPUs than a Pod asks for',
  fix: 'set cluster.gpusPerNode to the number of GPUs of a node, or lower vllm.gpuCount',
  says: (_, { perNode, perPod }) => `cluster.gpusPerNode is ${perNode} and vllm.gpuCount is ${perPod}`,
});
