import { z } from 'zod';
import { props, section, switchable, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { seconds } from '../../helm/kubernetes/objects';
import { defaultVersions, versionSets } from '../../injection';
import { replicaBudget } from '../kubernetes/disruption-budget';
import { certificateKey, configMap, pem } from '../kubernetes/certificate-source';
import { loadBalancerFields } from '../kubernetes/load-balancer';
import { peers } from '../kubernetes/network-policy';
import { identity, image, imagePullSecrets, podMetadata, resources, scheduling } from '../kubernetes/schema';

/** Name of the Deployment and the Service. */
export const defaultClientName = 'tng-client';

/** The image of the document's sixth step. */
export const defaultClientImage = {
  registry: 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com',
  repository: 'product/tng',
  tag: defaultVersions.tng,
} as const;

/** Port of the HTTP proxy, as in the document. */
export const defaultProxyPort = 41000;

/** Attestation policies that the document asks for. */
export const defaultPolicyIds: readonly string[] = ['default'];

function certificates(description: string, without: string) {
  return section(
    {
      pem,
      configMap,
      secret: kubernetes.secretName
        .optional()
        .meta({ description: 'The Secret with them, instead.', example: 'trustee-certificates', without: 'none' }),
      key: certificateKey.meta({ description: 'Key of the ConfigMap or Secret.' }),
    },
    {
      interface: 'CertificateSourceProps',
      about: 'Certificates in PEM form: as text, or in a ConfigMap or a Secret of the same namespace.',
      description,
      without,
    },
  );
}

/** The Trustee that verifies the Pods for the client. */
export const trustee = section(
  {
    address: z.string().min(1).max(2048).default('http://<trustee-ip>:8081/api').meta({
      description: 'Base URL of Trustee, as the options of the Pods have it: https://trustee.example.com:8081/api.',
      mustBeGiven: true,
    }),
    policyIds: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/, 'the id of a policy: letters, digits, dots, dashes and underscores'))
      .min(1)
      .max(16)
      .default([...defaultPolicyIds])
      .meta({ description: 'Attestation policies that the Pods must satisfy.' }),
    trustedCertificates: certificates(
      'Who may sign what Trustee says of a Pod, as PEM. Without them the connection to Trustee alone decides whom the client believes.',
      'any signer',
    ),
    authorities: certificates(
      'Authorities of the certificate that Trustee shows with https, as PEM, instead of those in the image.',
      'those in the image',
    ),
  },
  {
    interface: 'ClientTrusteeProps',
    description: 'The Trustee that verifies the Pods for the client.',
    mustBeGiven: true,
  },
);

const upstream = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z]([-a-z0-9]{0,13}[a-z0-9])?$/,
        'a name of lower-case letters, digits and dashes, at most 15, the first a letter',
      )
      .meta({
        description: "Name of the port in the client's Service: lower-case letters, digits and dashes, at most 15.",
      }),
    host: z.string().min(1).max(253).meta({
      description: 'Host of the confidential service: a name or an IPv4 address. TNG from 2.8.0 on takes no names.',
    }),
    port: kubernetes.port.meta({ description: 'Port of the confidential service, 1 to 65535.' }),
    servicePort: kubernetes.port.meta({ description: 'Port on which the client takes requests to it, 1 to 65535.' }),
  })
  .meta({
    interface: 'ClientUpstream',
    description: 'A confidential service that gets a plain base URL: `http://<client>:<servicePort>`.',
  });

const service = section(
  {
    type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP').meta({
      description: 'Type of the Service. Requests are in plaintext up to the client: keep it inside of the cluster.',
      propType: 'ServiceType',
    }),
    ...loadBalancerFields,
  },
  { interface: 'ClientServiceProps', description: 'How applications reach the client.', without: 'a ClusterIP' },
);

/** A TNG client. */
export const tngClient = props(
  {
    trustee,
    proxy: section(
      {
        enabled: z.boolean().default(true).meta({ description: 'Offer an HTTP proxy, as in the document.' }),
        port: kubernetes.port.default(defaultProxyPort).meta({ description: 'Port of the proxy.' }),
      },
      {
        interface: 'ClientProxyProps',
        description:
          'An HTTP proxy that takes requests to any confidential service: http_proxy=http://tng-client:41000.',
        without: `a proxy on port ${defaultProxyPort}`,
      },
    ),
    upstreams: z
      .array(upstream)
      .max(64)
      .default([])
      .meta({
        description: `Confidential services that get a plain base URL, as [{name: qwen, host: inference.example.com, port: 8080, servicePort: 80}].
An OpenAI client then takes http://tng-client:80/v1 and needs no proxy.`,
      }),
    image: image(defaultClientImage, {
      interface: 'ClientImageProps',
      description: 'The image of TNG.',
      without: "the vendor's",
      tag: 'Tag of the image. It tells which protocol TNG speaks: it must be of the version set of the Pods.',
      digest: 'Digest of the image. Then the tag is only told, and what runs is the digest.',
    }),
    versionSet: z
      .enum(versionSets.map(({ name }) => name))
      .optional()
      .meta({
        enumeration: 'VersionSet',
        about: 'Versions of the components that work together. Across the sets nothing does.',
        words: Object.fromEntries(versionSets.map(({ name, description }) => [name, `${description}.`])),
        description: `Version set of the Pods, for an image whose tag does not tell it. ${versionSets
          .map(({ name, description }) => `${name}: ${description}`)
          .join('. ')}.`,
        example: 'B',
        without: 'what the tag belongs to',
      }),
    imagePullSecrets,
    replicas: z.int().min(0).max(1000).default(2).meta({ description: 'How many replicas answer.' }),
    drainSeconds: seconds(0, 3600).default(15).meta({
      description:
        'Seconds that a replica answers on after it was told to stop. Requests that last longer are cut off.',
    }),
    // encryption takes the CPU that it gets; memory does not grow with the requests
    resources: resources(
      { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      {
        description: 'What each replica gets.',
        without: 'requests of 100m CPU and 64Mi memory, a limit of 256Mi memory',
        requests: 'Requests of a replica.',
        limits: 'Limits of a replica.',
      },
    ),
    service,
    priorityClassName: kubernetes.dnsSubdomain
      .optional()
      .meta({ description: 'PriorityClass of the replicas.', example: 'high', without: "the cluster's default" }),
    ...scheduling,
    affinity: kubernetes.affinity.default({}).meta({
      description: 'Affinity of the replicas, instead of the one that keeps them on different nodes.',
      without: 'replicas on different nodes, where that is possible',
    }),
    ...podMetadata,
    podDisruptionBudget: replicaBudget('ClientDisruptionBudgetProps'),
    networkPolicy: switchable(
      { ingressFrom: peers('Who may connect; everybody without it.') },
      {
        interface: 'ClientNetworkPolicyProps',
        enabled: 'Make a NetworkPolicy: only the proxy and the ports of the upstreams stay open.',
        description: 'Who may use the client. Whoever can, can use the services behind it.',
        without: 'everybody',
      },
    ),
    ...identity('Name of the Deployment and the Service, and first part of the other names.', {
      defaultName: defaultClientName,
      maxLength: 48,
    }),
  },
  { interface: 'TngClientProps', description: 'A TNG client inside of a cluster.' },
);

/** The settled props of a TNG client. */
export type ClientInputs = Input<z.infer<typeof tngClient>>;
