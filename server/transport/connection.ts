import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { createLookup } from './create-lookup.js';
import { isLoopbackName, type ResolveName } from './loopback-lookup.js';
import { MAX_HEAD_BYTES, ReplyTap } from './reply-tap.js';
import type { TransportPhase } from './transport-failure.js';
import type { PreparedRequest } from './transport-request.js';

/** The socket of a connection was gone before a request was written to it. */
export class ConnectionGoneError extends Error {}

export interface ConnectionOptions {
  resolve: ResolveName;
  /** Which authorities are trusted; Node's own when left out. */
  secureContext?: SecureContext;
}

interface ConnectionEvents {
  onOpen(): void;
  /** The connection could not be made. */
  onFailed(error: Error): void;
  /** The connection is over; called exactly once, also after `onFailed` and `destroy`. */
  onGone(): void;
}

/** How long one address of several may take before the next is tried too, ms. Node's own 250 gives up on slow hosts (nodejs/node#54359). */
const ADDRESS_ATTEMPT_MS = 1_000;
/**
 * How long an idle connection is kept, ms, whatever the target says. Long enough for the events of one payment, and well before servers close
 * one, which they do after seconds: a request that meets that moment is in a race whose loss cannot always be told from a crash of the app.
 */
const KEEP_ALIVE_MS = 500;

/** One socket to a target with an HTTP/1.1 client on it, which carries one request at a time. */
export class Connection {
  readonly tap: ReplyTap;
  phase: TransportPhase;
  /** Requests that were answered completely. Above zero, the target may have closed the connection while it was idle. */
  served = 0;
  /** Address that answered, such as `127.0.0.1:3000` or `[::1]:3000`. */
  remoteAddress: string | undefined;
  /** What the host's name stood for. */
  addresses: string[] = [];
  /** The first error of the socket. The HTTP client forgives a reset at the end of some replies. */
  error: Error | null = null;
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #events: ConnectionEvents;
  #isOpen = false;
  #isGone = false;

  constructor(request: PreparedRequest, options: ConnectionOptions, events: ConnectionEvents) {
    this.#events = events;
    const { hostname, scheme } = request.target.place;
    const isTls = scheme === 'https';
    this.phase = isIP(hostname) === 0 ? 'dns' : 'connect';
    this.#socket = openSocket(request, options, (addresses) => {
      this.addresses = addresses;
      this.phase = 'connect';
    });
    this.tap = new ReplyTap(this.#socket);
    this.#client = this.#createClient(request.target.origin);
    this.#socket
      .once('connect', () => {
        this.remoteAddress = formatAddress(this.#socket);
        this.phase = isTls ? 'tls' : 'sending';
      })
      .once(isTls ? 'secureConnect' : 'connect', () => {
        this.phase = 'sending';
        this.#isOpen = true;
        events.onOpen();
      })
      .on('error', (error) => {
        this.error ??= error;
      })
      .once('close', () => {
        if (!this.#isOpen && !this.#isGone) events.onFailed(this.error ?? new Error('the connection was closed'));
        this.#end();
      });
  }

  /** False once the socket is closing, so that nothing new goes out on it. */
  get isUsable(): boolean {
    return this.#isOpen && !this.#isGone && !this.#socket.destroyed;
  }

  /** True when everything written has left for the kernel. */
  get isFlushed(): boolean {
    return this.#socket.writableLength === 0;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** Writes past the HTTP client, which must not write any more then; one character is one byte. */
  writeRaw(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** Ends it with a TCP reset, or in the middle of a TLS record. */
  reset(): void {
    if (this.#socket instanceof TLSSocket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#end();
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#events.onGone();
    // Later, so that the client itself tells its request of the lost socket.
    setImmediate(() => void this.#client.destroy());
  }

  #createClient(origin: string): Client {
    let isTaken = false;
    return new Client(origin, {
      // The client asks for a connection on its own turn and must not get it within the call; it asks again when the socket is gone.
      connect: (_options, callback) => {
        const socket = isTaken || this.#socket.destroyed ? null : this.#socket;
        isTaken = true;
        queueMicrotask(() => {
          // An error of our own: after one of the client's it would ask for ever.
          if (socket === null) callback(new ConnectionGoneError(), null);
          else callback(null, socket);
        });
      },
      pipelining: 1,
      maxHeaderSize: MAX_HEAD_BYTES,
      // One wall timer of ours covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
    });
  }
}

function openSocket(request: PreparedRequest, options: ConnectionOptions, onResolved: (addresses: string[]) => void): Socket {
  const { hostname, scheme } = request.target.place;
  const lookup = createLookup(async () => {
    const addresses = await options.resolve(hostname);
    onResolved(addresses.map(({ address }) => address));
    return addresses;
  });
  const address = {
    host: isLoopbackName(hostname) ? 'localhost' : hostname,
    port: request.target.port,
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(10, Math.min(ADDRESS_ATTEMPT_MS, Math.floor(request.timeoutMs / 2))),
    keepAlive: true,
    noDelay: true,
  };
  if (scheme === 'http') return connectTcp(address);
  return connectTls({
    ...address,
    ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    // Said here because NODE_TLS_REJECT_UNAUTHORIZED, which turns it off for the app, is often set for the whole shell.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext }),
  });
}

function formatAddress(socket: Socket): string | undefined {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined) return undefined;
  return `${isIP(remoteAddress) === 6 ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}
