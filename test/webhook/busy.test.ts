import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pod, podRequest, review } from './reviews';
import { installedApi, RunningWebhook } from './running-webhook';

// of another process: it may send its next request before the server has noticed that the last answer left
const client = `
const { Agent, request } = require('node:https');
const [port, length] = process.argv.slice(1).map(Number);
const agent = new Agent({ keepAlive: true, maxSockets: 10, rejectUnauthorized: false });
const headers = { 'content-type': 'application/json', 'content-length': length };
process.stdin.setEncoding('utf8').toArray().then(async (pieces) => {
  const body = pieces.join('');
  const ask = () => new Promise((resolve) => {
    const sending = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/mutate', headers });
    sending.on('response', (answer) => answer.resume().on('end', () => resolve(String(answer.statusCode))));
    sending.on('error', (error) => resolve(error.message));
    sending.end(body);
  });
  const answers = {};
  await Promise.all(Array.from({ length: 10 }, async () => {
    for (let count = 0; count < 40; count++) { const said = await ask(); answers[said] = (answers[said] ?? 0) + 1; }
  }));
  console.log(JSON.stringify(answers));
  agent.destroy();
});
`;

test('busy connections that stay open lose no review, however many pieces one has', async () => {
  const { api, url } = await installedApi();
  const running = await new RunningWebhook(url).start();
  await running.ready();
  const text = review(podRequest(pod({ filler: 'x'.repeat(140_000) })));
  const child = spawn(process.execPath, ['-e', client, String(running.port), String(text.length)]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(text);
  await once(child, 'close');
  await running.stop();
  await api.stop();
  expect(JSON.parse(said)).toEqual({ 200: 400 });
});
