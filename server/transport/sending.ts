import { performance } from 'node:perf_hooks';
import { sayDuration } from '../domain/duration.js';
import type { Connection } from './connection.js';
import type { ConnectionPool, ConnectionUser } from './connection-pool.js';
import { BlockedTargetError } from './loopback-lookup.js';
import { type ExchangeEnd, ReplyReader } from './reply-reader.js';
import type { TransportResult } from './transport.js';
import { describeConnectFailure, describeTimeout, type TransportFailure } from './transport-failure.js';
import type { PreparedRequest } from './transport-request.js';

/** A timer that fires this late has been held up by the harness's own process, or by a machine that had no time for it. */
const BUSY_MS = 250;

/** One request on its way: waits for a connection, sends, and ends with a result when the reply, a failure or the wall timer comes first. */
export class Sending implements ConnectionUser {
  readonly request: PreparedRequest;
  needsFresh = false;
  /** Where the transport keeps it. */
  place = -1;
  readonly #findPool: () => ConnectionPool;
  readonly #onResult: (result: TransportResult) => void;
  readonly #startedAtMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #pool: ConnectionPool;
  #connection: Connection | null = null;
  #reader: ReplyReader | null = null;
  #busyMs: number | null = null;
  #isOver = false;

  constructor(request: PreparedRequest, findPool: () => ConnectionPool, onResult: (result: TransportResult) => void) {
    this.request = request;
    // A kept connection may be lost to the keep-alive race, and then the body would be written twice.
    this.needsFresh = request.needsFresh || request.writeBody !== undefined;
    this.#findPool = findPool;
    this.#onResult = onResult;
    this.#pool = findPool();
    // One more turn of the event loop: when ours was busy, the reply may lie unread in the socket.
    this.#timer = setTimeout(() => {
      const lateMs = performance.now() - this.#startedAtMs - request.timeoutMs;
      setImmediate(() => this.#endByTimeout(lateMs));
    }, request.timeoutMs);
  }

  start(): void {
    this.#pool.acquire(this);
  }

  /** Ends now, because the transport closes. */
  stop(): void {
    const phase = this.#connection?.phase ?? 'connect';
    this.#fail({ code: 'reset', phase, message: `the harness closed the connection to ${this.request.target.place.host}` });
    this.#abandon();
  }

  /** Ends now as if its time were over. */
  expire(): void {
    this.#endByTimeout(0);
  }

  onOpening(connection: Connection): void {
    this.#connection = connection;
  }

  onConnection(connection: Connection): void {
    this.#connection = connection;
    this.#reader = new ReplyReader(connection, this.request, (end) => this.#onEnd(end, connection));
    this.#reader.start();
  }

  onFailed(error: Error, connection: Connection): void {
    if (error instanceof BlockedTargetError) this.#fail({ code: 'blocked_target', phase: 'target', ...error.refusal });
    else this.#fail(describeConnectFailure(error, connection.phase, this.request.target.place, connection.addresses));
  }

  #onEnd(end: ExchangeEnd, connection: Connection): void {
    if (this.#isOver) return;
    if (end.kind === 'stale') {
      // The keep-alive race: the target closed the idle connection as we wrote to it. No sender can rule it out, only send again, and
      // a fresh connection cannot lose it a second time (undici#3141, nodejs/node#47130). The app has not seen it yet, so it gets it once.
      this.#reader = null;
      this.#connection = null;
      this.needsFresh = true;
      connection.destroy();
      this.#pool = this.#findPool();
      this.#pool.acquire(this);
      return;
    }
    this.#settle(end, connection);
    this.#pool.release(connection);
  }

  #endByTimeout(lateMs: number): void {
    if (this.#isOver) return;
    if (lateMs > BUSY_MS) this.#busyMs = lateMs;
    if (this.#reader !== null) {
      this.#reader.endByTimeout();
      return;
    }
    const { target, timeoutMs } = this.request;
    const { place } = target;
    const failure = describeTimeout(this.#connection?.phase ?? 'connect', place, timeoutMs, false);
    // No connection of our own yet: all of them are taken by requests before this one.
    if (this.#connection === null) failure.message = `all connections to ${place.host} were busy for ${sayDuration(timeoutMs)}`;
    this.#fail(failure);
    this.#abandon();
  }

  #abandon(): void {
    this.#pool.leave(this);
    this.#connection?.destroy();
  }

  #fail(failure: TransportFailure): void {
    this.#settle({ kind: 'failed', ...failure }, this.#connection);
  }

  #settle(end: Exclude<ExchangeEnd, { kind: 'stale' }>, connection: Connection | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const result: TransportResult = {
      ...end,
      latencyMs: performance.now() - this.#startedAtMs,
      sentHeaders: this.request.sentHeaders,
    };
    if (this.#busyMs !== null) result.busyMs = this.#busyMs;
    if (connection?.remoteAddress !== undefined) result.remoteAddress = connection.remoteAddress;
    this.#onResult(result);
  }
}
