import { mappingsOf, versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import { present, type ChartValues } from './chart-values';

/** Values of the chart tng-client. */
export const clientValues: ChartValues = {
  more: ['client', 'values'],
  release: ({ client, cluster }: Description) => ({ name: client.release, namespace: cluster.namespace }),
  make: (described: Description) => {
    const { client, trustee } = described;
    const upstreams = mappingsOf(described).map(({ port, host, upstreamPort }) => ({
      name: `port-${port}`,
      host,
      port: upstreamPort,
      servicePort: port,
    }));
    return present({
      trustee: { address: trustee.address, policyIds: trustee.policyIds },
      proxy: { port: client.proxyPort },
      upstreams: upstreams.length === 0 ? undefined : upstreams,
      image: { tag: versionsOf(described).tng },
    });
  },
  madeFrom: {
    'trustee.address': 'trustee.address',
    'trustee.policyIds': 'trustee.policyIds',
    'proxy.port': 'client.proxyPort',
    upstreams: 'client.mappings',
    'image.tag': 'versions.tng',
  },
};
