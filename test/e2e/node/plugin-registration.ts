import { join } from 'node:path';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { serve, service, unary } from './grpc-service';

/** Something that the kubelet finds by itself. */
export interface KubeletPlugin {
  readonly type: 'CSIPlugin' | 'DevicePlugin';
  readonly name: string;
  readonly version: string;
  readonly services: readonly [ServiceDefinition, UntypedServiceImplementation][];
}

interface RegistrationStatus {
  readonly plugin_registered: boolean;
  readonly error: string;
}

/**
 * Serves a plugin where the kubelet looks for such. It finds the plugin again after a restart of either; a plugin that
 * it refuses ends with its reason.
 */
export async function servePlugin(kubeletDirectory: string, plugin: KubeletPlugin): Promise<void> {
  const { type, name, version, services } = plugin;
  const fileName = name.replace('/', '-');
  const endpoint = join(kubeletDirectory, 'plugins', fileName, 'plugin.sock');
  await serve([endpoint], services);
  const registration: UntypedServiceImplementation = {
    GetInfo: unary(() => ({ type, name, endpoint, supported_versions: [version] })),
    NotifyRegistrationStatus: unary((status: RegistrationStatus) => {
      if (status.plugin_registered) {
        console.log(`${name} is registered`);
      } else {
        console.error(`the kubelet refuses ${name}: ${status.error}`);
        process.exitCode = 1;
        setImmediate(() => process.exit());
      }
      return {};
    }),
  };
  // last: the kubelet asks at once
  const registry = join(kubeletDirectory, 'plugins_registry', `${fileName}-reg.sock`);
  await serve([registry], [[service('pluginregistration.proto', 'pluginregistration.Registration'), registration]]);
}
