import { markdown, shell, type PageContext } from './page';

/** Step 6: the client. */
export function clientPage({ described, address }: PageContext): string {
  const { client, vllm } = described;
  const hasKey = vllm.apiKey.existingSecret !== undefined;
  const header = !hasKey ? [] : ['  -H @./authorization \\'];
  const note = !hasKey
    ? ''
    : '; the file `authorization` has the line `Authorization: Bearer <key>`, so that the key is on no command line';
  return markdown(
    '# Step 6: ask it',
    'Wherever a client is. The TNG client verifies the Pods with Trustee and encrypts to them.',
    'Tokens are signed with a certificate of the authority that step 2 made. A client that has it cannot be deceived by somebody who answers in the place of Trustee; bring `attestation-ca.crt` of step 2 to the client.',
    '1. See the configuration and the commands, and run the one that suits this machine:',
    shell('cai client --trusted-certificates attestation-ca.crt'),
    `2. Ask. \`<vllm>\` is the address of step 5, such as http://192.0.2.1:8080${note}:`,
    shell(
      `export http_proxy=http://127.0.0.1:${client.proxy.port}`,
      'curl <vllm>/v1/completions \\',
      '  -H "Content-type: application/json" \\',
      ...header,
      `  -d '{"model": "${vllm.model.servedName}", "prompt": "San Francisco is a", "max_tokens": 7, "temperature": 0}'`,
    ),
    `If it fails, see where. Trustee is ${address}:`,
    shell(`cai trustee check ${address}`, 'cai client check <vllm>'),
  );
}
