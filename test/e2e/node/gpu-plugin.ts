import type { ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { service, unary } from './grpc-service';
import { servePlugin } from './plugin-registration';

/*
 * Plays NVIDIA's device plugin: GPUs that can be counted, asked for and given away, and that nobody can compute with.
 *
 * usage: gpu-plugin.ts KUBELET_DIRECTORY COUNT
 */

interface AllocateRequest {
  readonly container_requests: readonly { readonly devices_ids: readonly string[] }[];
}

function devicePlugin(count: number): UntypedServiceImplementation {
  const devices = Array.from({ length: count }, (_, index) => ({ ID: `GPU-${index}`, health: 'Healthy' }));
  return {
    GetDevicePluginOptions: unary(() => ({})),
    // the stream stays open: its end would tell the kubelet that the devices are gone
    ListAndWatch: (call: ServerWritableStream<unknown, unknown>) => {
      call.write({ devices });
    },
    Allocate: unary(({ container_requests: requests }: AllocateRequest) => ({
      container_responses: requests.map((request) => ({
        envs: { NVIDIA_VISIBLE_DEVICES: request.devices_ids.join(',') },
      })),
    })),
  };
}

async function main([kubeletDirectory = '', count = '1']: string[]): Promise<void> {
  await servePlugin(kubeletDirectory, {
    type: 'DevicePlugin',
    name: 'nvidia.com/gpu',
    version: 'v1beta1',
    services: [[service('deviceplugin.proto', 'v1beta1.DevicePlugin'), devicePlugin(Number(count))]],
  });
}

void main(process.argv.slice(2));
