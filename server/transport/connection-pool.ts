import { Connection, type ConnectionOptions } from './connection.js';
import type { PreparedRequest } from './transport-request.js';

/** Somebody who needs a connection to the pool's target. */
export interface ConnectionUser {
  readonly request: PreparedRequest;
  /** Set when a kept connection will not do. */
  needsFresh: boolean;
  /** A connection is being made for this user, who may destroy it to stop waiting. */
  onOpening(connection: Connection): void;
  /** The connection is the user's alone until it is released or destroyed. */
  onConnection(connection: Connection): void;
  onFailed(error: Error, connection: Connection): void;
}

/** The connections to one target: at most so many, kept open between requests, handed out to users in the order they came. */
export class ConnectionPool {
  readonly #options: ConnectionOptions;
  readonly #maxConnections: number;
  readonly #onEmpty: () => void;
  readonly #all = new Set<Connection>();
  /** Most recently used last: that one is the least likely to be closed by the target. */
  readonly #idle: Connection[] = [];
  readonly #waiting: ConnectionUser[] = [];

  constructor(maxConnections: number, options: ConnectionOptions, onEmpty: () => void) {
    this.#maxConnections = maxConnections;
    this.#options = options;
    this.#onEmpty = onEmpty;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0 && this.#waiting.length === 0;
  }

  acquire(user: ConnectionUser): void {
    while (!user.needsFresh) {
      const connection = this.#idle.pop();
      if (connection === undefined) break;
      if (!connection.isUsable) continue;
      user.onConnection(connection);
      return;
    }
    if (this.#all.size >= this.#maxConnections && user.needsFresh) this.#idle.shift()?.destroy();
    if (this.#all.size >= this.#maxConnections) this.#waiting.push(user);
    else this.#open(user);
  }

  /** Gives a connection back after its reply. Whether the HTTP client keeps it open shows only after the call that delivers the reply. */
  release(connection: Connection): void {
    if (this.#waiting.length > 0) queueMicrotask(() => this.#handOver(connection));
    else if (connection.isUsable) this.#idle.push(connection);
  }

  #handOver(connection: Connection): void {
    const next = this.#waiting[0];
    if (!connection.isUsable || next?.needsFresh === true) connection.destroy();
    else if (next === undefined) this.#idle.push(connection);
    else {
      this.#waiting.shift();
      next.onConnection(connection);
    }
  }

  /** Takes a user out of the queue. */
  leave(user: ConnectionUser): void {
    const index = this.#waiting.indexOf(user);
    if (index !== -1) this.#waiting.splice(index, 1);
  }

  destroy(): void {
    this.#waiting.length = 0;
    for (const connection of [...this.#all]) connection.destroy();
  }

  #open(user: ConnectionUser): void {
    const connection = new Connection(user.request, this.#options, {
      onOpen: () => user.onConnection(connection),
      onFailed: (error) => user.onFailed(error, connection),
      onGone: () => this.#forget(connection),
    });
    this.#all.add(connection);
    user.onOpening(connection);
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
    while (this.#all.size < this.#maxConnections) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#open(next);
    }
    if (this.isEmpty) this.#onEmpty();
  }
}
