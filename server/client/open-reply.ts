import { type IncomingMessage, request as requestHttp } from 'node:http';
import { HarnessError } from '../domain/errors.js';

export interface Exchange {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  headers: Record<string, string>;
  body?: unknown;
  /** Longest silence, ms; 0 for no limit. */
  timeoutMs: number;
  /** Ends the wait for an answer. */
  signal?: AbortSignal | undefined;
}

/**
 * Sends one request, its body as JSON, and resolves with the head of the reply; its body is still to be read.
 * @throws HarnessError `no_stage` when nobody answers, `not_paystage` when it is not HTTP.
 */
export async function openReply(url: string, { method, headers, body, timeoutMs, signal }: Exchange): Promise<IncomingMessage> {
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestHttp;
  return await new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        // No agent: a kept socket would keep the process alive after its answer was printed.
        agent: false,
        ...(signal && { signal }),
        headers: {
          accept: 'application/json',
          ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}),
          ...headers,
        },
      },
      resolve,
    );
    if (timeoutMs > 0) sent.setTimeout(timeoutMs, () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    // Whoever ends the wait knows why.
    sent.on('error', (cause) => reject(signal?.aborted ? signal.reason : refuseConnection(url, cause)));
    sent.end(bytes ?? undefined);
  });
}

/** What a failed connection means for a person. */
export function refuseConnection(url: string, cause: Error): HarnessError {
  const { origin } = new URL(url);
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
