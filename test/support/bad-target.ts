import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { answer, type Behaviour } from './bad-behaviours.js';
import { createWaitList } from './wait-list.js';

/** A request as it stood on the wire. */
export interface WireRequest {
  method: string;
  /** Path and query as on the request line. */
  target: string;
  /** Original case and order. */
  headers: [name: string, value: string][];
  body: Buffer;
  /** Which connection it came on, from 1. */
  connection: number;
  /** Which request of its connection it is, from 1. */
  numberOnConnection: number;
}

export interface BadTargetOptions {
  /** Address to listen on. Default: 127.0.0.1. */
  host?: string;
  /** Default: a free one. */
  port?: number;
  tls?: TlsOptions;
  /** What happens to every connection before a request is read; true when nothing of it shall be read. */
  onConnection?: (socket: Socket) => boolean;
}

/** A small HTTP server over bare sockets that can answer in every wrong way, and that keeps what it received. */
export class BadTarget {
  readonly requests: WireRequest[] = [];
  /** Connections accepted so far. */
  connections = 0;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #waitList = createWaitList();
  readonly #byPath = new Map<string, Behaviour>();
  readonly #queue: Behaviour[] = [];
  readonly #options: BadTargetOptions;
  #default: Behaviour = answer(204);

  private constructor(server: Server, sockets: Set<Socket>, options: BadTargetOptions) {
    this.#server = server;
    this.#sockets = sockets;
    this.#options = options;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(options: BadTargetOptions = {}): Promise<BadTarget> {
    const sockets = new Set<Socket>();
    let serve = (_socket: Socket): void => {};
    const accept = (socket: Socket): void => serve(socket);
    const server = options.tls
      ? createTlsServer(options.tls, accept)
      : createTcpServer({ allowHalfOpen: true, noDelay: true }, accept);
    // Before any TLS handshake, so that the raw connection counts too.
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    const target = new BadTarget(server, sockets, options);
    server.on('connection', (socket: Socket) => socket.once('close', () => target.#waitList.recheck()));
    serve = (socket) => target.#serve(socket);
    return target;
  }

  /** Connections open right now. */
  get openConnections(): number {
    return this.#sockets.size;
  }

  /** An address of this target; `host` replaces the one it listens on. */
  url(path = '/', host = this.#options.host ?? '127.0.0.1'): string {
    return `${this.#options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${this.port}${path}`;
  }

  /** How every request is answered for which nothing else is said. Default: 204. */
  always(behaviour: Behaviour): void {
    this.#default = behaviour;
  }

  /** How requests to one path (without query) are answered. */
  on(path: string, behaviour: Behaviour): void {
    this.#byPath.set(path, behaviour);
  }

  /** One behaviour for each of the next requests, whatever their path. */
  next(...behaviours: Behaviour[]): void {
    this.#queue.push(...behaviours);
  }

  /** The first `count` requests, as soon as they are here. */
  async waitForRequests(count: number): Promise<WireRequest[]> {
    const look = () => (this.requests.length >= count ? this.requests.slice(0, count) : undefined);
    return this.#waitList.until(look, () => `${count} requests wanted, ${this.requests.length} came`);
  }

  /** Waits until nobody is connected any more. */
  async waitUntilAlone(): Promise<void> {
    await this.#waitList.until(
      () => this.#sockets.size === 0 || undefined,
      () => `${this.#sockets.size} connections are still open`,
    );
  }

  /** Drops every connection, as a target that restarts does. */
  dropConnections(how: 'close' | 'reset' = 'close'): void {
    for (const socket of this.#sockets) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.dropConnections();
    await closed;
  }

  #serve(socket: Socket): void {
    this.connections++;
    const connection = this.connections;
    socket.on('error', () => {});
    // Half-open is allowed so that a behaviour may go on writing; without one the connection just ends.
    socket.once('end', () => socket.end());
    if (this.#options.onConnection?.(socket) === true) return;
    let pending: Buffer = Buffer.alloc(0);
    let served = 0;
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let parsed = parseRequest(pending); parsed !== null; parsed = parseRequest(pending)) {
        pending = pending.subarray(parsed.length);
        served++;
        this.#answer({ ...parsed.request, connection, numberOnConnection: served }, socket);
      }
    });
  }

  #answer(request: WireRequest, socket: Socket): void {
    this.requests.push(request);
    const [path = ''] = request.target.split('?');
    const behave = this.#queue.shift() ?? this.#byPath.get(path) ?? this.#default;
    behave({ request, socket });
    this.#waitList.recheck();
  }
}

type Parsed = { request: Omit<WireRequest, 'connection' | 'numberOnConnection'>; length: number };

/** Reads one complete request from the front, or null while it is incomplete. Bodies need a Content-Length. */
function parseRequest(bytes: Buffer): Parsed | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [requestLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const bodyBytes = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
  const length = headEnd + 4 + bodyBytes;
  if (bytes.length < length) return null;
  return { request: { method, target, headers, body: Buffer.from(bytes.subarray(headEnd + 4, length)) }, length };
}
