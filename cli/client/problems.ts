import { define, showValue } from '../../problems';

export const notAService = define<{ readonly text: string; readonly reason: string }>({
  code: 'CAI7301',
  name: 'not-an-address-of-a-service',
  title: 'an address that no confidential service can have',
  fix: 'write it as the Service has it: http://203.0.113.20:8080',
  says: (_, { text, reason }) => `${showValue(text)}: ${reason}`,
});

export const notAProxy = define<{ readonly text: string; readonly reason: string }>({
  code: 'CAI7302',
  name: 'not-an-address-of-a-proxy',
  title: 'an address that the proxy of a TNG client cannot have',
  fix: 'write http://, the host and the port: http://127.0.0.1:41000',
  says: (_, { text, reason }) => `${showValue(text)}: ${reason}`,
});

export const badApiKey = define<{ readonly path: string; readonly reason: string }>({
  code: 'CAI7303',
  name: 'no-api-key',
  title: 'a file that holds no API key',
  fix: 'put the key into the file, in one line and alone',
  says: (_, { path, reason }) => `${showValue(path)} ${reason}`,
});

export const trusteeFails = define<{ readonly url: string; readonly reason: string }>({
  code: 'CAI7304',
  name: 'chain-trustee',
  title: 'a Trustee that cannot verify the service for the client',
  fix: 'see what "cai trustee check" says of it, from the machine of the TNG client',
  says: (_, { url, reason }) => `Trustee ${url}: ${reason}`,
});

export const clientNotRunning = define<{ readonly proxy: string; readonly reason: string }>({
  code: 'CAI7305',
  name: 'chain-client',
  title: 'a TNG client that takes no connections',
  fix: 'start it with the command that "cai client" prints, and see its log: it ends where Trustee does not answer',
  says: (_, { proxy, reason }) => `nobody answers at ${proxy}: ${reason}`,
});

export const attestationFails = define<{ readonly says: string }>({
  code: 'CAI7306',
  name: 'chain-attestation',
  title: 'a service that Trustee does not vouch for',
  fix: 'see the audit of Trustee and its attestation policy, and the log of cai-sidecar-attestation-agent',
  says: (_, { says }) => `the service is not attested; TNG says: ${says}`,
});

export const tunnelFails = define<{ readonly says: string }>({
  code: 'CAI7307',
  name: 'chain-tng',
  title: 'two ends of TNG that do not understand each other',
  fix: 'run TNG of one version set at both ends, behind a load balancer of layer 4, and see the log of cai-sidecar-tng',
  says: (_, { says }) => `there is no tunnel to the TNG of the service: ${says}`,
});

export const serviceUnreachable = define<{ readonly url: string; readonly reason: string }>({
  code: 'CAI7308',
  name: 'chain-service',
  title: 'a service that cannot be reached',
  fix: 'see the address with "kubectl get service", that the Pods are ready, and that firewalls let you through',
  says: (_, { url, reason }) => `${url} cannot be reached: ${reason}`,
});

export const notSecured = define<{ readonly url: string; readonly status: number }>({
  code: 'CAI7309',
  name: 'service-not-secured',
  title: 'a service that answers without TNG: prompts and answers can be read on the way',
  fix: 'take it off the network; then see with "cai explain" why its Pods have no TNG before this port',
  says: (_, { url, status }) =>
    `ALARM: ${url} answers a plain request with status ${status}: no TNG stands before it, and what is sent to it can be read on the way`,
});

export const inferenceFails = define<{ readonly reason: string; readonly advice?: string }>({
  code: 'CAI7310',
  name: 'chain-vllm',
  title: 'a request that reached vLLM, and got no completion',
  fix: 'see the log of the container inference-service',
  says: (_, { reason }) => `the tunnel works, but vLLM gives no completion: ${reason}`,
  advice: ({ advice }) => advice ?? 'see the log of the container inference-service',
});
