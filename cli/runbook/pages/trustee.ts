import { serverPath } from '../cloud-init';
import { openRoutes } from '../proxy';
import { markdown, shell, word, type PageContext } from './page';

const trust = {
  ecs: 'The server is an ECS instance in the VPC of the cluster. Its hardware and its hypervisor belong to the cloud, which therefore is part of the root of trust: whoever controls them can read the key. Where that is too much, take a server of your own and say `hosting: on-premises` in cai.yaml.',
  'on-premises':
    'The server is yours, in your own rooms, and reaches the VPC by a leased line or a VPN. The cloud has no part in the root of trust. It is reachable from the cluster and from the clients, by the port below and no other.',
} as const;

/** Whom the sidecars believe about the certificate. */
function authorityNote({ trustee }: PageContext['described']): string {
  const { pem, configMap } = trustee.authorities;
  return pem === undefined && configMap === undefined
    ? 'cai.yaml names no authority in `trustee.authorities`, so the sidecars believe those that their images bring, which may be none: name the root of this certificate there, also a public one.'
    : 'The sidecars and the client believe the authorities in `trustee.authorities` of cai.yaml and no others: it must be of one of them.';
}

/** Step 2: the server. */
export function trusteePage(context: PageContext): string {
  const { described, settings, address, versions } = context;
  const { host, port, scheme, gpus } = settings;
  const gpu = gpus > 0;
  const isSecure = scheme === 'https';
  const remote = `root@${host}`;
  const inFolder = (script: string): string => `sh ${serverPath}/${script}`;
  return markdown(
    '# Step 2: set up Trustee and import the key',
    trust[described.trustee.hosting],
    `Trustee ${versions.trustee} as it comes releases keys to any machine, and lets anybody who reaches it replace its policies. The scripts here close that; what each does stands in its first lines. Each can be run again. Stay with version ${versions.trustee}: from 1.6.0 on Trustee does not talk to the Pods of this deployment, so keep the server from updating it.`,
    '## The server',
    [
      `- Alibaba Cloud Linux 3 or Anolis OS 8 and newer for the packages; any Linux with Docker for the containers. 2 cores and 4 GiB are plenty.`,
      `- Firewall or security group, in: TCP ${port} from the nodes of the cluster and from the clients; SSH from you; nothing else. Out: HTTPS, since certificates for quotes${gpu ? ' and reference values of GPUs' : ''} are fetched.`,
      isSecure &&
        `- A certificate for \`${host}\`, with its chain. ${authorityNote(described)} Renew it by \`30-proxy.sh\` with the new files.`,
      !isSecure &&
        `- **${address} is plain http**: whoever is between can answer in the place of Trustee. For anything but a test take a name, a certificate and https.`,
    ]
      .filter((line) => line !== false)
      .join('\n'),
    '## Variant A: packages',
    'With `cloud-init.yaml` as user data of a new ECS instance, the next two commands have run when it is up. Otherwise:',
    shell(
      `ssh ${remote} mkdir -p ${serverPath} && scp -r trustee/. ${remote}:${serverPath}`,
      `ssh ${remote} ${inFolder('10-install.sh')} rpm`,
      `ssh ${remote} ${inFolder('20-configure.sh')}`,
    ),
    '## Variant B: containers',
    shell(
      `ssh ${remote} mkdir -p ${serverPath} && scp -r trustee/. ${remote}:${serverPath}`,
      `ssh ${remote} ${inFolder('10-install.sh')} compose`,
      `ssh ${remote} ${inFolder('20-configure.sh')}`,
    ),
    '## Both',
    `1. With cloud-init, bring the other scripts: \`scp -r trustee/. ${remote}:${serverPath}\`.`,
    '2. Take the key of the administrator away from the server. You need it to change the resource policy by the network; the scripts do without.',
    shell(`scp ${remote}:/etc/trustee/cai/admin.key .`, `ssh ${remote} rm /etc/trustee/cai/admin.key`),
    isSecure
      ? '3. Put the reverse proxy before it. `tls.crt` and `tls.key` are the certificate and its key:'
      : '3. Put the reverse proxy before it, without HTTPS:',
    isSecure
      ? shell(
          `scp tls.crt tls.key ${remote}:`,
          `ssh ${remote} '${inFolder('30-proxy.sh')} tls.crt tls.key && rm tls.crt tls.key'`,
        )
      : shell(`ssh ${remote} ${inFolder('30-proxy.sh')}`),
    `4. Say which nodes you trust: their measurements go into \`trustee/reference-values.json\`. They are those of the firmware (mr_td) and of boot settings, boot loader, kernel and command line (rtmr_0 to rtmr_2), which change with the image and the instance type; what the TD was made with (td_attributes, xfam, mr_config_id, mr_owner, mr_owner_config); and the TDX module of the host (mr_seam, tcb_svn), which changes when the cloud updates its hosts. Each may have several values, and each is met exactly. Trustee only warns of a host that is out of date; tcb_svn is what keeps an old one out. Where updates come too often for that, delete its line; the others are required. On a TDX node that you have reason to trust, the package of the attestation agent has the client that gets evidence; then on the server of Trustee:`,
    shell(
      '# on the node',
      'attestation-agent-client get-evidence --runtime-data "$(printf measure | base64)" > evidence.json',
      '# on the server of Trustee, with that file',
      `${inFolder('measure.sh')} evidence.json`,
    ),
    '5. Register them and set the policies. **Reference values end after twelve months**: run this again before, or Pods get no key any more.',
    shell(`scp trustee/reference-values.json ${remote}:${serverPath}/`, `ssh ${remote} ${inFolder('40-policies.sh')}`),
    `6. Import the key. It is the file of step 1; only the file travels, by SSH, and it is deleted afterwards:`,
    shell(
      `scp ${word(described.model.keyFile)} ${remote}:model.key`,
      `ssh ${remote} '${inFolder('50-key.sh')} model.key && shred -u model.key'`,
    ),
    '7. Check it, on the server and from outside:',
    shell(`ssh ${remote} ${inFolder('60-check.sh')}`, `cai trustee check ${address}`),
    '8. Fetch the certificate by which clients know the tokens (step 6):',
    shell(`scp ${remote}:/etc/trustee/cai/attestation-ca.crt .`),
    '## What can be reached from outside',
    [
      '| | route | for |',
      '|---|---|---|',
      ...openRoutes(settings).map(({ method, path, reason }) => `| ${method} | \`${path}\` | ${reason} |`),
    ].join('\n'),
    'Everything else is answered with 403 or 404. The services themselves listen on 127.0.0.1.',
    '## What the policies demand',
    `The attestation policy and the resource policy both demand a quote of TDX of Intel's own module without a service TD, SEPT_VE_DISABLE on and every other attribute off but LASS, PKS, KL and PERFMON, the registered values of all claims in \`trustee/reference-values.json\`${gpu ? `, and exactly ${gpus} ${gpus === 1 ? 'GPU' : 'different GPUs'} (\`cluster.gpusPerNode\` in cai.yaml), ${gpus === 1 ? '' : 'each '}in confidential mode and with a report that has the values which NVIDIA publishes` : ''}. The resource policy releases \`${settings.keyPath}\` alone, and only where the attestation policy was the one in \`trustee/policies\`, known by its hash.`,
    gpu &&
      'Know its limits: Trustee 1.5.2 compares what the report of a GPU says, but checks neither its signature nor its nonce. It is as good as the guest that passes it on, whose kernel is measured and whose containers are not.',
    '## Take it down',
    shell(`ssh ${remote} ${inFolder('90-remove.sh')}`),
    'Trustee is stopped and cannot be started as it came; its former configuration is back. `--purge` also deletes the package, the keys and the certificates. Pods that run keep running, new ones get no key.',
    '[Step 3](step-3-nodes.md)',
  );
}
