import { define, type NoDetails, showValue } from '../../problems';

export const notAnAddress = define<{ readonly text: string; readonly reason: string }>({
  code: 'CAI7511',
  name: 'not-an-address-of-trustee',
  title: 'an argument that is no address of Trustee',
  fix: 'write it as cai.yaml has it: https://trustee.example.com:8081/api',
  says: (_, { text, reason }) => `${showValue(text)}: ${reason}`,
});

export const notAKeyId = define<{ readonly text: string }>({
  code: 'CAI7512',
  name: 'not-a-key-id',
  title: 'an argument that is no id of a key',
  fix: 'write kbs:///<repository>/<type>/<tag>',
  says: (_, { text }) => `${showValue(text)} is not the id of a key`,
});

export const unreachable = define<{ readonly url: string; readonly reason: string; readonly advice?: string }>({
  code: 'CAI7513',
  name: 'trustee-unreachable',
  title: 'no HTTP answer from the address',
  fix: 'see that the address and its port are right, that Trustee or its reverse proxy runs, and that firewalls let you through',
  says: (_, { url, reason }) => `${url} does not answer: ${reason}`,
  advice: ({ advice }) =>
    advice ?? 'see that host and port are right, that the server runs, and that firewalls let you through',
});

export const notTrustee = define<{ readonly url: string; readonly answer: string; readonly advice?: string }>({
  code: 'CAI7514',
  name: 'not-trustee',
  title: 'an answer that is not that of a gateway of Trustee',
  fix: 'see that the address ends in /api, and that nothing else listens there',
  says: (_, { url, answer }) => `${url} answers, but not as Trustee: ${answer}`,
  advice: ({ advice }) => advice ?? 'see that the address ends in /api, and that nothing else listens there',
});

export const serviceDown = define<{ readonly service: string; readonly says: string }>({
  code: 'CAI7515',
  name: 'trustee-service-down',
  title: 'a service of Trustee that is not well',
  fix: 'look at its log on the server: journalctl --unit <service>, or docker compose logs <service>',
  says: (_, { service, says }) => `the service ${service} of Trustee is not well: ${says}`,
});

export const untrustedCertificate = define<{ readonly reason: string }>({
  code: 'CAI7517',
  name: 'trustee-certificate-untrusted',
  title: 'a certificate that does not prove the server',
  fix: 'give the server a certificate for its name with the whole chain, and name its authority where it is your own: --authorities here, trustee.authorities in cai.yaml',
  says: (_, { reason }) => `the certificate of the server does not prove it: ${reason}`,
});

export const certificateEnds = define<{ readonly end: string; readonly days: number }>({
  code: 'CAI7518',
  name: 'trustee-certificate-ends',
  severity: 'warning',
  title: 'a certificate that soon ends',
  fix: 'renew it, and run 30-proxy.sh of the runbook with the new one',
  says: (_, { end, days }) => `the certificate of the server ends on ${end}, in ${days} days`,
});

export const sampleAccepted = define<NoDetails>({
  code: 'CAI7519',
  name: 'trustee-takes-sample-evidence',
  title: 'a Trustee that signs tokens for evidence that anybody can make',
  fix: 'set the attestation policy of the runbook',
  says: () => 'the attestation service signed a token for sample evidence, which needs no TEE and proves nothing',
});

export const forgedAccepted = define<NoDetails>({
  code: 'CAI7520',
  name: 'trustee-takes-forged-tokens',
  title: 'a Trustee that believes tokens which anybody has signed',
  fix: 'set insecure_key = false and trusted_certs_paths in the configuration of KBS, as the runbook does',
  says: () => 'KBS believed a token that this program signed with a key of its own: no policy can help against that',
});

export const keyReleased = define<{ readonly keyId: string; readonly how: string }>({
  code: 'CAI7521',
  name: 'trustee-releases-the-key',
  title: 'a Trustee that releases a key to a machine without a TEE',
  fix: 'set the policies of the runbook, then take another key: whoever reached this server may have the old one',
  says: (_, { keyId, how }) => `${showValue(keyId)} is released to a machine without a TEE: ${how}`,
});

export const openRoute = define<{ readonly route: string; readonly means: string }>({
  code: 'CAI7522',
  name: 'trustee-route-open',
  title: 'a route for the owner of Trustee that anybody may use',
  fix: 'let a reverse proxy block it, as the runbook does',
  says: (_, { route, means }) => `${route} asks for no password: ${means}`,
});

export const noSigner = define<NoDetails>({
  code: 'CAI7523',
  name: 'trustee-without-signer',
  title: 'a Trustee whose tokens have no certificate',
  fix: 'give the attestation service a signer with a certificate, as the runbook does',
  says: () =>
    'the attestation service has no certificate for its tokens: KBS then either believes everybody or releases nothing, and clients cannot check who signed',
});

export const unclear = define<{ readonly probe: string; readonly answer: string }>({
  code: 'CAI7524',
  name: 'trustee-answer-unclear',
  severity: 'warning',
  title: 'a question of the check whose answer proves nothing',
  fix: 'look at the logs of the server',
  says: (_, { probe, answer }) => `${probe}: ${answer}`,
});

export const deniedOrDown = define<NoDetails>({
  code: 'CAI7525',
  name: 'trustee-denied-or-down',
  severity: 'warning',
  title: 'a refusal that looks the same when a service is down',
  fix: 'run 60-check.sh of the runbook on the server, which asks KBS',
  says: () =>
    'sample evidence gets no key, as it should be; KBS answers the same while the attestation service that it asks (the unit as) is down and no Pod gets a key, and from here that cannot be told apart',
});
