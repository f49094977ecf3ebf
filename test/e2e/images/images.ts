import { debianLayer } from './debian-layer';
import { Image } from './image';
import { pauseLayer } from './pause-layer';
import { gocryptfsLayer, nodeLayer, standInLayer, tngLayer } from './program-layers';
import { vllmLayer } from './vllm-layer';

/*
 * Every image of the tests. None comes from a registry: their names are of a registry that does not exist, so that
 * nobody can mistake one for the published image it stands for.
 */
export const imageRegistry = 'e2e.local';

// libstdc++6 and libnuma1 are of vLLM, which also asks lscpu of util-linux for the cores
const debian = debianLayer([
  'dash',
  'coreutils',
  'grep',
  'sed',
  'curl',
  'python3',
  'libstdc++6',
  'libnuma1',
  'util-linux',
]);

/** What Pods of the tests use as clients, and `helm test`: sh, curl, python3. */
export const toolsImage = new Image({ reference: `${imageRegistry}/tools:1`, layers: [debian] });

/** The real vLLM server. With the tiny model it takes 2.4 GiB of memory. */
export const vllmImage = new Image({
  reference: `${imageRegistry}/vllm:0.32.0-cpu`,
  layers: [debian, vllmLayer],
  environment: {
    // else it takes nearly all of the machine's memory, or ends when that is not free
    VLLM_CPU_KVCACHE_SPACE: '1',
    // there is no compiler in the image
    TORCH_COMPILE_DISABLE: '1',
  },
});

/** What containerd keeps a Pod's namespaces with. */
export const pauseImage = new Image({
  reference: `${imageRegistry}/pause:1`,
  layers: [pauseLayer],
  entrypoint: ['/pause'],
});

const shell = ['dash', 'coreutils', 'grep', 'sed'];

const nodeRecipe = { layers: [debianLayer([...shell, 'libstdc++6']), nodeLayer] };

/** Plays the stock image of Node.js: the same program, and a shell. */
export const nodeImage = new Image({ ...nodeRecipe, reference: `${imageRegistry}/node:22` });

/** The same under the name of the stock image, for manifests that are applied as they are committed. */
export const stockNodeImage = new Image({ ...nodeRecipe, reference: 'docker.io/library/node:22-bookworm-slim' });

const fuse = debianLayer([...shell, 'mount', 'fuse3']);

/** The real gocryptfs 2.6.1, which the tag speaks of, without what the vendor puts beside it. */
export const cachefsImage = new Image({
  reference: `${imageRegistry}/cachefs:1.0.7-2.6.1`,
  layers: [fuse, gocryptfsLayer('2.6.1')],
});

/** What models are encrypted with: the version that the document names. */
export const gocryptfsImage = new Image({
  reference: `${imageRegistry}/gocryptfs:2.4.0`,
  layers: [fuse, gocryptfsLayer('2.4.0')],
});

/** What somebody has who installs it from Debian 12. */
export const debianGocryptfsImage = new Image({
  reference: `${imageRegistry}/gocryptfs:2.3-debian`,
  layers: [debianLayer([...shell, 'mount', 'fuse3', 'gocryptfs'])],
});

// a script of the package would choose between the two kinds of iptables
const iptables = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];
const tngLayers = [
  debianLayer(
    [...shell, 'curl', 'iptables', 'ca-certificates'],
    Object.fromEntries(iptables.map((name) => [`usr/sbin/${name}`, 'xtables-nft-multi'])),
  ),
  tngLayer,
];

// a client does not start without any authority, though Trustee is asked in plaintext; no script has gathered them
const tngEnvironment = { SSL_CERT_FILE: '/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt' };

/** The real TNG 2.12.0. */
export const tngImage = new Image({
  reference: `${imageRegistry}/tng:2.12.0`,
  layers: tngLayers,
  environment: tngEnvironment,
});

/** The same program under the tag that is the default: it still takes the configuration of 2.2.4. */
export const defaultTngImage = new Image({
  reference: `${imageRegistry}/tng:2.2.4`,
  layers: tngLayers,
  environment: tngEnvironment,
});

const python = debianLayer([...shell, 'util-linux', 'mount', 'python3']);

/** STAND-IN: no package has the real attestation agent. */
export const attestationAgentImage = new Image({
  reference: `${imageRegistry}/attestation-agent:1.3.1`,
  layers: [python, standInLayer('attestation_agent.py', 'attestation-agent')],
});

/** STAND-IN: no package has the real confidential data hub. */
export const confidentialDataHubImage = new Image({
  reference: `${imageRegistry}/confidential-data-hub:1.3.1`,
  layers: [python, standInLayer('confidential_data_hub.py', 'confidential-data-hub')],
});

/** What the webhook and the sidecars of a Pod run with the seed document's versions. */
export const confidentialImages: readonly Image[] = [
  nodeImage,
  attestationAgentImage,
  confidentialDataHubImage,
  defaultTngImage,
  cachefsImage,
];

export const images: readonly Image[] = [
  pauseImage,
  toolsImage,
  vllmImage,
  ...confidentialImages,
  tngImage,
  gocryptfsImage,
  debianGocryptfsImage,
];
