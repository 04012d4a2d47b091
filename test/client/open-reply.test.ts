import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { exchangeJson } from '../../server/client/control-client.js';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve(): Promise<{ url: string; ports: Set<number | undefined>; drop(): void }> {
  const ports = new Set<number | undefined>();
  const server = createServer((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"isFine":true}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ports, drop: () => server.closeAllConnections() };
}

const post = (url: string) => exchangeJson(`${url}/x`, { method: 'POST', headers: {}, body: { a: 1 }, timeoutMs: 10_000 });

test('calls in a row go over one connection', async () => {
  const { url, ports } = await serve();
  for (let count = 0; count < 5; count++) expect(await post(url)).toEqual({ status: 200, value: { isFine: true } });
  expect(ports.size).toBe(1);
});

test('a connection that was closed while it waited is not taken for a stage that is gone', async () => {
  const { url, ports, drop } = await serve();
  await post(url);
  // No turn of the event loop between: the client cannot know yet.
  drop();
  expect(await post(url)).toEqual({ status: 200, value: { isFine: true } });
  expect(ports.size).toBe(2);
});

test('a stage that is gone is said to be', async () => {
  const { url } = await serve();
  await post(url);
  for (const end of ends.splice(0)) end();
  await expect(post(url)).rejects.toMatchObject({ code: 'no_stage' });
});

test('https at a stage that speaks http is told without a word of OpenSSL', async () => {
  const { url } = await serve();
  const secure = url.replace('http:', 'https:');
  await expect(post(secure)).rejects.toMatchObject({
    code: 'no_stage',
    message: `Whatever answers at ${secure} does not speak TLS; a stage speaks http.`,
    hint: `Did you mean ${url}?`,
  });
});
