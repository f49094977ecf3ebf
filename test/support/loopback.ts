import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves files over http on this machine for as long as `use` runs. */
export async function withFilesServed<T>(
  files: ReadonlyMap<string, Buffer | string>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    const content = files.get((request.url ?? '/').slice(1));
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
