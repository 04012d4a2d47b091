import { WebSocket } from 'ws';

/** Asks for a socket: `open`, or the status that refused the upgrade. */
export function tryUpgrade(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  protocols: readonly string[] = [],
): Promise<number | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...protocols], { headers: { ...headers } });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (request, reply) => {
      resolve(reply.statusCode ?? 0);
      request.destroy();
    });
    socket.on('error', reject);
  });
}
