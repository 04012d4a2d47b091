import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
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

/** Node keeps no process alive for a connection that waits here for the next request. */
const httpAgent = new Agent({ keepAlive: true });
/** How OpenSSL calls an answer in plain text, depending on its first bytes. */
const NO_TLS = /wrong version number|packet length too long|http request/i;
let secure: Promise<Connector> | undefined;

interface Connector {
  request: typeof requestHttp;
  agent: Agent;
}

/**
 * Sends one request, its body as JSON, and resolves with the head of the reply; its body is still to be read.
 * @throws HarnessError `no_stage` when nobody answers, `not_paystage` when it is not HTTP.
 */
export async function openReply(url: string, { method, headers, body, timeoutMs, signal }: Exchange): Promise<IncomingMessage> {
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const { request, agent } = url.startsWith('https:') ? await loadSecure() : { request: requestHttp, agent: httpAgent };
  const send = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        url,
        {
          method,
          agent,
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
      sent.on('error', (cause) => {
        // The stage closed the connection while it waited, and this process was too busy to see it: nobody has read the request.
        if (sent.reusedSocket && isBrokenOff(cause) && !signal?.aborted) return resolve(send());
        // Whoever ends the wait knows why.
        reject(signal?.aborted ? signal.reason : refuseConnection(url, cause));
      });
      sent.end(bytes ?? undefined);
    });
  return await send();
}

/** Few commands speak TLS, and it takes a while to load. */
function loadSecure(): Promise<Connector> {
  secure ??= import('node:https').then(({ Agent: SecureAgent, request }) => ({
    request,
    agent: new SecureAgent({ keepAlive: true }),
  }));
  return secure;
}

function isBrokenOff(cause: Error): boolean {
  return 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE');
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
  if ('code' in cause && /^(ERR_SSL_|EPROTO)/.test(String(cause.code)) && NO_TLS.test(cause.message)) {
    return new HarnessError('no_stage', `Whatever answers at ${origin} does not speak TLS; a stage speaks http.`, {
      hint: `Did you mean ${origin.replace(/^https/, 'http')}?`,
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
