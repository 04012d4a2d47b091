import { createServer, type RequestListener, type Server } from 'node:http';
import { HarnessError } from '../domain/errors.js';
import { isLoopbackName } from './address.js';
import { answerSocket } from './answer-socket.js';
import type { Guard } from './guard.js';
import { asksForWebSocket, IgnoredUpgrades } from './ignored-upgrades.js';
import { SECURITY_HEADERS } from './security-headers.js';
import type { LiveStream } from './stream.js';

export interface ListenOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  handle: RequestListener;
  stream: LiveStream;
  guard: Guard;
}

export interface Listening {
  port: number;
  /** Stops accepting, lets running requests end for `graceMs`, then closes every socket. */
  close(graceMs: number): Promise<void>;
}

/** What Node answers by itself where nobody listens for it. */
const STATUS_OF_ERROR: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Tries for a free port on both loopback addresses before giving up. */
const FREE_PORT_TRIES = 10;

/**
 * Listens; on loopback on both of its addresses, because `localhost` means either of them.
 * @throws HarnessError `port_in_use` or `cannot_listen`, exit code 2.
 */
export async function listen(given: ListenOptions): Promise<Listening> {
  const ignored = new IgnoredUpgrades();
  const options = { ...given, ignored };
  if (!isLoopbackName(options.host)) return toListening([await listenOn(options.host, options.port, options)], ignored);
  for (let tries = 1; ; tries++) {
    const first = await listenOn('127.0.0.1', options.port, options);
    const port = portOf(first);
    try {
      return toListening([first, await listenOn('::1', port, options)], ignored);
    } catch (error) {
      if (isWithoutIpv6(error)) return toListening([first], ignored);
      await closeServer(first, ignored);
      if (options.port !== 0 || tries === FREE_PORT_TRIES) throw error;
    }
  }
}

function listenOn(
  host: string,
  port: number,
  { ignored, ...options }: ListenOptions & { ignored: IgnoredUpgrades },
): Promise<Server> {
  const server = createServer(
    // Lower than Node's 60 s and 300 s, and looked at each second instead of each 30: nobody sends slowly on this machine. Small heads only.
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      // Longer than a client thinks between two calls: a connection that is closed as the next request leaves is a call that failed.
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      // The guard refuses who names none, with our headers and a line about it; Node would answer by itself.
      requireHostHeader: false,
    },
    ignored.watch(options.handle),
  );
  // Node would answer these by itself, before the guard and without our headers.
  server.on('checkExpectation', ignored.watch(refuseExpectation(options.guard)));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!asksForWebSocket(request)) return ignored.serve(server, request, request.socket, head);
    ignored.afterAnswer(socket, () => options.stream.handleUpgrade(request, socket, head, options.guard));
  });
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket) => {
    ignored.afterAnswer(socket, () => {
      if (socket.writable) answerSocket(socket, STATUS_OF_ERROR[code] ?? 400);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)));
    server.listen({ port, host, ipv6Only: true }, () => resolve(server));
  });
}

/** Nothing can be expected here but `100-continue`, which Node sees to. */
function refuseExpectation(guard: Guard): RequestListener {
  return (request, response) => {
    const { status, code, message, hint } = guard.check(request, 'request') ?? UNKNOWN_EXPECTATION;
    // A body may follow or not, as the client understands its own expectation.
    response.writeHead(status, {
      ...SECURITY_HEADERS,
      'Content-Type': 'application/json; charset=utf-8',
      Connection: 'close',
    });
    response.end(JSON.stringify({ error: { code, message, hint } }));
  };
}

const UNKNOWN_EXPECTATION = {
  status: 417,
  code: 'unknown_expectation',
  message: 'The request asks for something in its Expect header that is not known here.',
  hint: 'Leave the header out, or send "Expect: 100-continue".',
};

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): HarnessError {
  const hint = 'Choose another one with --port, or --port 0 for any free one.';
  if (error.code === 'EADDRINUSE')
    return new HarnessError('port_in_use', `Port ${port} on ${host} is in use by another program.`, { hint, cause: error });
  return new HarnessError('cannot_listen', `Cannot listen on ${host}, port ${port}: ${error.message}.`, { hint, cause: error });
}

function isWithoutIpv6(error: unknown): boolean {
  const cause = error instanceof HarnessError ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'EADDRNOTAVAIL' || cause?.code === 'EAFNOSUPPORT';
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

function toListening(servers: Server[], ignored: IgnoredUpgrades): Listening {
  const [first] = servers;
  if (!first) throw new Error('at least one server listens');
  return {
    port: portOf(first),
    async close(graceMs) {
      await Promise.all(servers.map((server) => closeServer(server, ignored, graceMs)));
    },
  };
}

function closeServer(server: Server, ignored: IgnoredUpgrades, graceMs = 0): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      server.closeAllConnections();
      ignored.cut();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
