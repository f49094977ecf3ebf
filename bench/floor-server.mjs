// The floor of the webhook: the least that a server on Node.js does for a review. It parses it and answers a patch that is always the same.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [cert, key, patch] = ['CERT', 'KEY', 'PATCH'].map((name) => readFileSync(process.env[name], 'utf8'));
const server = createServer({ cert, key }, (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const {
      apiVersion,
      kind,
      request: { uid },
    } = JSON.parse(Buffer.concat(chunks).toString());
    const body = JSON.stringify({ apiVersion, kind, response: { uid, allowed: true, patchType: 'JSONPatch', patch } });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(Number(process.env.CAI_HTTPS_PORT), '127.0.0.1');
