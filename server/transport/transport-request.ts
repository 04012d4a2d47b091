import type { Header } from '../protocol/records.js';
import type { BodyWriter } from './body-writer.js';
import type { RequestTarget } from './request-target.js';
import type { TransportFailure } from './transport-failure.js';

export interface TransportRequest {
  url: string;
  method: 'POST' | 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Sent in this order, besides host, connection and content-length, which the transport writes itself. */
  headers: Header[];
  body?: string | Buffer;
  /** Writes the body piece by piece, on a connection of its own. Default: at once. */
  writeBody?: BodyWriter;
  /** Each piece of `writeBody` becomes a chunk (RFC 9112 7.1), and no length is announced. */
  isChunked?: boolean;
  /** Real milliseconds for everything from the name lookup to the last byte of the reply. */
  timeoutMs: number;
  /** Requests of different pools share no connection and do not wait for each other's. */
  pool?: string;
  /** The payment that it is about: whoever masks the reply has to know whose secrets it may hold. The transport does not look at it. */
  paymentId?: string;
  /** Goes out on a connection of its own, so that it is sent once whatever happens to it. A long body always does. */
  needsFresh?: boolean;
  /** Ends it as `reset`, or as `timeout` when its reason is `EXPIRED`. */
  signal?: AbortSignal;
}

/** A request that can go on the wire. */
export interface PreparedRequest {
  target: RequestTarget;
  pool: string;
  signal: AbortSignal | undefined;
  method: string;
  /** Names and values in turn, without those that the connection adds. */
  wireHeaders: string[];
  body: Buffer | null;
  writeBody: BodyWriter | undefined;
  isChunked: boolean;
  needsFresh: boolean;
  /** All headers in wire order, with credentials of the URL hidden. */
  sentHeaders: Header[];
  timeoutMs: number;
}

/** Written by the transport, or about the connection itself. */
const RESERVED = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);
/** Stands in the list of sent headers where the wire had what the URL says. */
export const URL_CREDENTIALS = 'Basic (credentials of the URL)';
/** A body means nothing with them, so none is sent unless somebody gives one (RFC 9110 9.3). */
export const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);
/** RFC 9110 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 5.5; one code unit is one byte on the wire. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MAX_TIMEOUT_MS = 2_147_483_647;
/** Longer ones leave in parts, and an app may have read the first of them when a kept connection is lost. */
const MAX_BYTES_IN_ONE_PART = 16 * 1024;

/** Checks a request and lays out its headers. Answers with a failure, never an exception, for whatever a header does. */
export function prepareRequest(request: TransportRequest, target: RequestTarget): PreparedRequest | TransportFailure {
  const { method } = request;
  const problem = TOKEN.test(method) ? findHeaderProblem(request.headers) : 'the method is not an HTTP method';
  if (problem !== null) return { code: 'blocked_target', phase: 'target', message: problem };

  const body = request.body === undefined || request.body.length === 0 ? null : Buffer.from(request.body);
  const wireHeaders: string[] = [];
  const sentHeaders: Header[] = [
    ['host', target.place.host],
    ['connection', method === 'HEAD' ? 'close' : 'keep-alive'],
  ];
  let hasAuthorization = target.authorization === null;
  for (const header of request.headers) {
    wireHeaders.push(header[0], header[1]);
    sentHeaders.push(header);
    if (!hasAuthorization) hasAuthorization = header[0].toLowerCase() === 'authorization';
  }
  if (!hasAuthorization && target.authorization !== null) {
    wireHeaders.push('authorization', target.authorization);
    sentHeaders.push(['authorization', URL_CREDENTIALS]);
  }
  const writeBody = body === null ? undefined : request.writeBody;
  const isChunked = request.isChunked === true && writeBody !== undefined;
  if (isChunked) sentHeaders.push(['transfer-encoding', 'chunked']);
  else if (body !== null) sentHeaders.push(['content-length', String(body.length)]);
  else if (!METHODS_WITHOUT_BODY.has(method)) sentHeaders.push(['content-length', '0']);
  return {
    target,
    pool: request.pool ?? '',
    signal: request.signal,
    method,
    wireHeaders,
    body,
    writeBody,
    isChunked,
    needsFresh: request.needsFresh === true || (body !== null && body.length > MAX_BYTES_IN_ONE_PART),
    sentHeaders,
    timeoutMs: Math.min(MAX_TIMEOUT_MS, Math.max(1, request.timeoutMs || 1)),
  };
}

/** False for a header that `sentHeaders` shows and a request cannot set: the transport writes it itself. */
export function isSendersHeader([name, value]: Header): boolean {
  return !RESERVED.has(name.toLowerCase()) && value !== URL_CREDENTIALS;
}

function findHeaderProblem(headers: readonly Header[]): string | null {
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) return `the header name ${JSON.stringify(name)} is not allowed in HTTP`;
    if (RESERVED.has(name.toLowerCase())) return `the header ${name} belongs to the connection and cannot be set`;
    if (HEADER_VALUE.test(value)) continue;
    const what = /[\r\n]/.test(value) ? 'a line break' : 'a character that HTTP cannot carry';
    return `the value of the header ${name} contains ${what}`;
  }
  return null;
}
