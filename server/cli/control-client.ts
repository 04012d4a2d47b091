import { request as requestHttp } from 'node:http';
import { HarnessError } from '../domain/errors.js';

/** Longest wait for an answer to a question; an action may wait for deliveries, so it has no limit of ours. */
const READ_TIMEOUT_MS = 30_000;

export interface Stage {
  /** Base URL without trailing slash. */
  url: string;
  token: string | undefined;
}

/** Calls the control plane of a running stage. */
export class ControlClient {
  readonly url: string;
  readonly #token: string | undefined;

  constructor({ url, token }: Stage) {
    this.url = url;
    this.#token = token;
  }

  /** Headers that let a request through when the stage asks for a token. */
  get headers(): Record<string, string> {
    return this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /**
   * @param path below `/_paystage/api`.
   * @throws HarnessError `no_stage` (exit 2), `not_paystage` (exit 2), or what the stage answered.
   */
  get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  /** @throws HarnessError as `get`. */
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#call<T>('POST', path, body);
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const timeoutMs = method === 'GET' ? READ_TIMEOUT_MS : 0;
    const url = `${this.url}/_paystage/api${path}`;
    const { status, value } = await exchangeJson(url, { method, headers: this.headers, body, timeoutMs });
    if (status >= 200 && status < 300 && value !== undefined) return value as T;
    throw readRefusal(status, value, this.url);
  }
}

/**
 * One request with JSON on both sides. `value` is undefined when the answer is no JSON.
 * @param timeoutMs 0 for no limit.
 * @throws HarnessError `no_stage` when nobody answers.
 */
export async function exchangeJson(
  url: string,
  options: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: unknown; timeoutMs: number },
): Promise<{ status: number; value: unknown }> {
  const { method, headers, body, timeoutMs } = options;
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestHttp;
  return await new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(refuseConnection(new URL(url).origin, cause));
    const sent = request(
      url,
      {
        method,
        // No agent: a kept socket would keep the process alive after its answer was printed.
        agent: false,
        headers: {
          accept: 'application/json',
          ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}),
          ...headers,
        },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', fail);
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, value: readJson(Buffer.concat(chunks).toString('utf8')) }),
        );
      },
    );
    if (timeoutMs > 0) sent.setTimeout(timeoutMs, () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.on('error', fail);
    sent.end(bytes ?? undefined);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseConnection(origin: string, cause: Error): HarnessError {
  if ('code' in cause && String(cause.code).startsWith('HPE_')) {
    return new HarnessError('not_paystage', `Something answers at ${origin}, but it is not a stage: it does not speak HTTP.`, {
      hint: 'Say where the stage runs with --url, --port or --data.',
      cause,
    });
  }
  const isRefused = 'code' in cause && cause.code === 'ECONNREFUSED';
  const reason = isRefused || cause.message === '' ? '' : ` (${cause.message})`;
  return new HarnessError('no_stage', `No stage answers at ${origin}${reason}.`, {
    hint: 'Start one with "paystage start", or say where it runs with --url, --port or --data.',
    cause,
  });
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
