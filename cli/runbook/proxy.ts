import type { ServerSettings } from './settings';

/** A route that may be reached from outside. */
export interface OpenRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who asks for it. */
  readonly reason: string;
}

/** The whole of what Pods and clients need. */
export function openRoutes({ keyPath }: Pick<ServerSettings, 'keyPath'>): readonly OpenRoute[] {
  return [
    { method: 'POST', path: '/api/kbs/v0/auth', reason: 'CDH begins its handshake' },
    { method: 'POST', path: '/api/kbs/v0/attest', reason: 'CDH shows evidence' },
    { method: 'GET', path: `/api/kbs/v0/resource/${keyPath}`, reason: 'CDH gets the key' },
    { method: 'POST', path: '/api/attestation-service/attestation', reason: 'AA and TNG have evidence verified' },
    { method: 'POST', path: '/api/attestation-service/challenge', reason: 'AA and TNG get a challenge' },
    {
      method: 'GET',
      path: '/api/attestation-service/certificate',
      reason: 'clients get the certificate of the tokens',
    },
    { method: 'GET', path: '/api/health', reason: 'monitoring' },
    { method: 'GET', path: '/api/services-health', reason: 'monitoring, cai doctor, cai trustee check' },
  ];
}

const tls = `  ssl_certificate /etc/trustee/cai/tls.crt;
  ssl_certificate_key /etc/trustee/cai/tls.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_tickets off;
`;

/** nginx's configuration of the reverse proxy. */
export function proxyConfiguration(settings: ServerSettings): string {
  const { scheme, host, port } = settings;
  const isSecure = scheme === 'https';
  const locations = openRoutes(settings).map(
    ({ method, path, reason }) => `
  # ${reason}
  location = ${path} {
    limit_except ${method} { deny all; }
    proxy_pass http://127.0.0.1:18081${path};
  }
`,
  );
  return `# Reverse proxy before the gateway of Trustee. Every route is spelled out, here and towards the gateway, so that no
# spelling of a path leads past the list: the gateway has routes that ask for no password.

server {
  listen ${port}${isSecure ? ' ssl' : ''};
  server_name ${host};
${isSecure ? tls : ''}
  server_tokens off;
  # what Trustee takes: straight at it, a request above that leaves a connection behind on which the next one hangs
  client_max_body_size 2m;
  proxy_http_version 1.1;
  # no connection is used twice
  proxy_set_header Connection close;
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  # evidence of GPUs takes time, since reference values are fetched from outside
  proxy_read_timeout 60s;

  location / {
    return 404;
  }
${locations.join('')}}
`;
}
