import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Base URL without trailing slash, such as `http://127.0.0.1:40123`. */
  url: string;
  port: number;
  /** Stops listening and drops every connection, also those in the middle of a request. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, on a free port unless one is given. The address is a number because `localhost` may mean ::1 first.
 * @throws the server's own error, such as EADDRINUSE.
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
