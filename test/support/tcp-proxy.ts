import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between a page and a stage that can be cut in the ways that real wires are. */
export interface TcpProxy {
  /** Port to connect to; stays the same whatever stands behind it. */
  port: number;
  url: string;
  /** Where new connections lead. */
  leadTo(port: number): void;
  /** From now on nothing passes on the connections that are open, and nobody is told: a laptop that was carried away. */
  freeze(): void;
  /** The same for connections that are made from now on, until `thaw`. */
  freezeNew(): void;
  /** Lets new connections pass again; frozen ones stay frozen. */
  thaw(): void;
  /** Ends every open connection with a reset. */
  reset(): void;
  /** How many connections have been made so far. */
  readonly connectionCount: number;
  close(): Promise<void>;
}

/** Starts a proxy on loopback that passes bytes on. */
export async function createTcpProxy(): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let targetPort = 0;
  let connectionCount = 0;
  let isFreezingNew = false;

  const server = createServer((near) => {
    connectionCount++;
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [socket, other] of [pair, [far, near] as const]) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        pairs.delete(pair);
        if (!frozen.has(socket)) other.destroy();
      });
      socket.pipe(other);
    }
    if (isFreezingNew) freezePair(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    leadTo(next) {
      targetPort = next;
    },
    freeze() {
      for (const pair of pairs) freezePair(pair);
    },
    freezeNew() {
      isFreezingNew = true;
    },
    thaw() {
      isFreezingNew = false;
    },
    reset() {
      for (const [near, far] of pairs) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
    get connectionCount() {
      return connectionCount;
    },
    async close() {
      for (const sockets of pairs) for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sockets whose end is nobody's business any more. */
const frozen = new WeakSet<Socket>();

function freezePair(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) {
    frozen.add(socket);
    socket.unpipe();
    socket.pause();
  }
}
