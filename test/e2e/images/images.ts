import { debianLayer } from './debian-layer';
import { Image } from './image';
import { pauseLayer } from './pause-layer';
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

export const images: readonly Image[] = [pauseImage, toolsImage, vllmImage];
