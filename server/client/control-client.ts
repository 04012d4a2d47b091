import type { IncomingMessage } from 'node:http';
import { HarnessError } from '../domain/errors.js';
import { findWrongId, tellWrongId } from '../reading/wrong-id.js';
import { type Exchange, openReply, refuseConnection } from './open-reply.js';

/** Longest wait for an answer to a question; an action may wait for deliveries, so it has no limit of ours. */
const READ_TIMEOUT_MS = 30_000;

/** Where a stage answers, and how it lets us in. */
export interface StageAddress {
  /** Base URL without trailing slash. */
  url: string;
  token?: string | undefined;
}

export interface CallOptions {
  /** Real ms of silence; 0 for no limit. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** Calls the control plane of a running stage, or the part of it that belongs to one lane. */
export class ControlClient {
  readonly url: string;
  readonly #token: string | undefined;
  readonly #lanePath: string;

  /** @param lane whose calls these are; the default one unless said otherwise. */
  constructor({ url, token }: StageAddress, lane?: string) {
    this.url = url;
    this.#token = token;
    this.#lanePath = lane === undefined ? '' : `/lanes/${encodeURIComponent(lane)}`;
  }

  /** Headers that let a request through when the stage asks for a token. */
  get headers(): Record<string, string> {
    return this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /** The same stage, one lane of it. */
  inLane(lane: string): ControlClient {
    return new ControlClient({ url: this.url, token: this.#token }, lane);
  }

  /**
   * @param path below `/_paystage/api`, or below the lane.
   * @throws HarnessError `invalid_id` (exit 2), `no_stage` (exit 2), `not_paystage` (exit 2), or what the stage answered.
   */
  get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.#call<T>('GET', path, undefined, { timeoutMs: READ_TIMEOUT_MS, ...options });
  }

  /** @throws HarnessError as `get`. */
  post<T>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> {
    return this.#call<T>('POST', path, body, options);
  }

  /** @throws HarnessError as `get`. */
  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#call<T>('PATCH', path, body);
  }

  /** @throws HarnessError as `get`. */
  delete<T>(path: string): Promise<T> {
    return this.#call<T>('DELETE', path, {});
  }

  /** A reply that is read piece by piece. @throws HarnessError as `get`. */
  async download(path: string): Promise<IncomingMessage> {
    const url = this.#locate(path);
    const reply = await openReply(url, { method: 'GET', headers: this.headers, timeoutMs: READ_TIMEOUT_MS });
    // From here on its reader sets the pace, which may be a person with a pager.
    reply.socket.setTimeout(0);
    if (reply.statusCode === 200) return reply;
    throw readRefusal(reply.statusCode ?? 0, await readValue(reply, url), this.url);
  }

  /** Every call passes here, so that none goes to another address than was meant. @throws HarnessError `invalid_id`. */
  #locate(path: string): string {
    const wrong = findWrongId(this.#lanePath + path);
    if (wrong === null) return `${this.url}/_paystage/api${this.#lanePath}${path}`;
    throw new HarnessError('invalid_id', tellWrongId(wrong), {
      hint: 'Nothing was called. "paystage payments" lists payments, "paystage holds" what is held.',
    });
  }

  async #call<T>(method: Exchange['method'], path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    const { timeoutMs = 0, signal } = options;
    const { status, value } = await exchangeJson(this.#locate(path), { method, headers: this.headers, body, timeoutMs, signal });
    if (status >= 200 && status < 300 && value !== undefined) return value as T;
    throw readRefusal(status, value, this.url);
  }
}

/**
 * One request with JSON on both sides. `value` is undefined when the answer is no JSON.
 * @throws HarnessError `no_stage` when nobody answers.
 */
export async function exchangeJson(url: string, exchange: Exchange): Promise<{ status: number; value: unknown }> {
  const reply = await openReply(url, exchange);
  try {
    return { status: reply.statusCode ?? 0, value: await readValue(reply, url) };
  } catch (error) {
    throw exchange.signal?.aborted ? exchange.signal.reason : error;
  }
}

async function readValue(reply: IncomingMessage, url: string): Promise<unknown> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of reply) chunks.push(chunk as Buffer);
  } catch (cause) {
    throw refuseConnection(url, cause instanceof Error ? cause : new Error(String(cause)));
  }
  return readJson(Buffer.concat(chunks).toString('utf8'));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRefusal(status: number, value: unknown, url: string): HarnessError {
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined;
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) {
    return new HarnessError('not_paystage', `Something answers at ${url}, but it is not a stage (status ${status}).`, {
      hint: 'Say where the stage runs with --url, --port or --data.',
    });
  }
  const given = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  const hint = status === 401 ? 'Give the token that the stage was started with: --token, or PAYSTAGE_TOKEN.' : given;
  return new HarnessError(String(error.code), String(error.message), {
    status,
    exitCode: status >= 500 ? 1 : 2,
    ...(hint === undefined ? {} : { hint }),
  });
}
