/** A threat of docs/threat-model.md by the words that it has there, and what stands against it in short. */
export interface Threat {
  readonly threat: string;
  readonly answer: string;
  /** Titles of switches with which it does not stand. @default - none */
  readonly undoneBy?: readonly string[];
}

/** The page that tells more about all of them. */
export const threatModel = 'docs/threat-model.md';

const keyIsOut = [
  'Trustee is reached over plain http',
  'Sample evidence is allowed',
  'The Pod attests with sample evidence',
  'Evidence of TDX is switched off',
];
const powerful = ['A container can undo the protection'];
const plaintext = [
  ...powerful,
  'No port is secured',
  'No container declares a TCP port, so none is secured',
  'A declared port is not secured',
  'Some requests are let through in plaintext',
  'A probe or hook opens a path of a secured port',
];

/** The threats in short, in the order of the page. */
export const threats: readonly Threat[] = [
  {
    threat: 'Somebody reads the bucket or the volume',
    answer: 'gocryptfs: content and names are encrypted; only cachefs mounts the volume, read-only',
    undoneBy: keyIsOut,
  },
  {
    threat: 'The key is read from Kubernetes, a log or the process list',
    answer: 'The key is in a memory volume only; nothing prints it',
  },
  {
    threat:
      'Whoever can write to the bucket exchanges gocryptfs.conf, which nothing signs, and so chooses the names of files or sees the key in an error message',
    answer: 'cachefs mounts by a copy that it has checked, and follows no link',
  },
  {
    threat:
      "A program aborts, and its memory with the key, plaintext or prompts is left on the node's disk as a core dump",
    answer: 'Sidecars and vLLM set the size of core dumps to 0',
  },
  {
    threat: 'Another container of the Pod reads key or plaintext',
    answer: 'Only CDH and cachefs mount the key; other mounts of ours and shared processes are refused',
    undoneBy: powerful,
  },
  {
    threat: 'A debug container is added later, by an honest body or a forged one',
    answer: 'An admission policy judges the Pod as it will be stored: no key, no encrypted claim, no rights',
  },
  {
    threat: 'Somebody with the role `edit` enters a sidecar by exec, cp or attach and reads the key',
    answer: 'An admission policy refuses it',
  },
  {
    threat: 'Somebody enters the application, adds a debug container or forwards a port to its plaintext',
    answer: 'Open, but for the namespaces of closedNamespaces',
  },
  {
    threat: 'Plain HTTP reaches the application before, while or after TNG runs, or over IPv6',
    answer: 'Packet filter rules, there before TNG starts, refuse what TNG did not redirect',
    undoneBy: plaintext,
  },
  {
    threat:
      "A service mesh, or whoever else redirects in the Pod's network, changes the port before those rules see it",
    answer: 'What was first addressed to a secured port is refused, too; a Pod that shows a mesh earns a warning',
    undoneBy: [...powerful, 'The Pod is part of a service mesh'],
  },
  {
    threat: 'A probe opens a plaintext door',
    answer: 'Exec probes by default; an HTTP probe earns a warning, others are refused',
    undoneBy: ['A probe or hook opens a path of a secured port', 'Some requests are let through in plaintext'],
  },
  {
    threat: 'A Pod that asked for protection starts without it: webhook down',
    answer: 'failurePolicy: Fail',
    undoneBy: ['The webhook does not see the namespace of the service'],
  },
  {
    threat: '… the mutating webhook was removed or bypassed',
    answer: 'An admission policy refuses Pods that ask for protection and have no sidecars',
    undoneBy: ['The admission policy is switched off', 'The webhook does not see the namespace of the service'],
  },
  {
    threat: '… the sidecars are such in name only',
    answer: 'The policy looks at place, probe, variables, volumes and rights; not at images and scripts',
  },
  {
    threat: '… options, status or label come later: by an update, a patch, the status, a Binding',
    answer: 'The policies refuse every change of them',
  },
  {
    threat: '… a key is misspelt, or stands on the Deployment and not on its template',
    answer: 'Refused, with a suggestion',
  },
  {
    threat: "… the Pod forges the status or a sidecar's name to look injected",
    answer: 'Sidecars are rebuilt from the options; what does not fit is refused',
  },
  {
    threat: 'Options cannot be honoured: host network, Windows, block devices, mixed versions, evidence switched off',
    answer: 'Refused, with what to change',
    undoneBy: ['Sample evidence is allowed', 'The Pod attests with sample evidence'],
  },
  {
    threat: 'Text of a user gets into a script, TOML or JSON',
    answer: 'Closed patterns; values reach constant scripts as environment variables',
  },
  { threat: 'A sidecar dies', answer: 'It is restarted; meanwhile its port is closed and the model cannot be read' },
  { threat: 'A dead mount blocks the node or a deleted Pod', answer: 'It is unmounted whatever way gocryptfs ends' },
  {
    threat:
      "The cloud's host starts the guest in a TD that it can look into, move away or upset: DEBUG, MIGRATABLE, no SEPT_VE_DISABLE, a service TD, a TDX module that is old or not Intel's",
    answer: "Trustee's policies judge every attribute bit and demand reference values for the TD and the module",
    undoneBy: keyIsOut,
  },
  {
    threat:
      'A GPU fails its attestation, and the service that verifies leaves it out without a word; or one GPU is shown twice',
    answer: 'The policies demand the expected number of different GPUs',
    undoneBy: [...keyIsOut, 'Evidence of the GPU is switched off'],
  },
  {
    threat: 'A reference value is missing, misspelt or has ended',
    answer: 'Nothing passes, and the scripts say which',
    undoneBy: keyIsOut,
  },
  {
    threat: 'Somebody answers in the place of Trustee',
    answer: 'https, and no authorities are believed but those that are named',
    undoneBy: ['Trustee is reached over plain http'],
  },
  {
    threat: "Somebody forges the webhook's server",
    answer: 'TLS from a CA whose key is in one Secret that only its replicas read',
  },
  {
    threat: 'The webhook is overloaded, fed nonsense or held, by whoever reaches its ports',
    answer: 'Places, bytes and times are limited in all; who brought no valid review gives way first',
  },
  {
    threat: 'A tenant makes a Pod that costs the webhook many times its size',
    answer: 'Counts beyond reason are refused; findings and answers are bounded by the request',
  },
  {
    threat: 'A bad sidecar template is installed',
    answer: 'The last good one stays in use, and metric, log and readiness tell',
  },
];

/** What remains open by the words of the same page, in short. */
export const remainsOpen: readonly (readonly [title: string, text: string])[] = [
  ['Stock Trustee is not safe.', 'Its policies must demand TDX, the measurements, and GPU claims where GPUs are used.'],
  ['Metadata', 'Names and sizes of objects and files, lengths and times of requests are visible.'],
  ['Denial of service', "The cluster's operator can stop everything."],
  [
    'Load on the webhook',
    'Whoever reaches its port and sends valid reviews without end delays others: let few reach it.',
  ],
  ['Rollback of the encrypted model', 'Who controls the bucket can put back an older version of a file.'],
  [
    'Whoever is let into the application',
    'exec, debug containers, port-forward and logs show what it sees; closedNamespaces closes all but the logs.',
  ],
  [
    'The policies are enforced by the control plane',
    'They hold against tenants, not against who operates the API server.',
  ],
  ['Around the API server', 'nodes/proxy and credentials of a kubelet pass every admission.'],
  ['`pods/proxy` and `services/proxy`', 'They reach ports as any client of the network does.'],
  [
    "Whoever may create Pods in the service's namespace",
    'can read the model in a Pod of his own that names the same claim and key.',
  ],
  [
    'What the policy does not look at',
    'Images, scripts and values of sidecars that were made while no webhook was there.',
  ],
  ['`admissionPolicy: false`', 'takes away everything that a policy holds.'],
  [
    'A Pod on the same node with privileges',
    'It can read what the node, a confidential VM, has in memory. Only policies over measurements of the node help.',
  ],
  ['Applications that are privileged or have NET_ADMIN', 'They can undo the packet filter rules.'],
  ['Core dumps by a pipe', 'A program that the node names for core dumps is told the limit of 0, and may not obey.'],
  ['Service meshes', 'A proxy in the Pod may bring connections by a port of its own: keep the Pods out of the mesh.'],
  ['Ports that are not secured', 'They carry plaintext.'],
  ['`allow-insecure-request-regexes`', 'The first request decides for the whole connection. HTTP probes do the same.'],
  ['Both evidence switches off', 'For tests alone; the operator must allow it by name.'],
  ['TDX switched off', 'A dead mount can then hold up the deletion of a Pod.'],
  ['Side channels', "of the processor, of vLLM's prefix cache and of shared GPUs."],
  ['Images', 'named by tag can change: give digests, and measure them.'],
  [
    'Not tried here',
    "Real TDX quotes, real GPU reports, the vendor's images: this project is tested without the hardware.",
  ],
];
