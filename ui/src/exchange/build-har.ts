import type { CapturedBody, Header } from '../../../server/protocol/records.js';
import { findHeader } from '../format/messages.js';
import { summarize } from '../format/summarize.js';
import type { Exchange } from './exchange.js';
import type { Har, HarEntry, HarPair, HarRequest, HarResponse } from './har.js';
import { readSentCookies, readSetCookies } from './read-cookies.js';

/** Both sides of the stage speak this one only; the records do not repeat it. */
const HTTP_VERSION = 'HTTP/1.1';
/** What the format wants where a size is not known. */
const UNKNOWN = -1;

/** The exchanges as an HTTP archive (HAR 1.2), in the order given. Credentials are masked as in the log. */
export function buildHar(exchanges: readonly Exchange[], version: string): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'Paystage', version },
      entries: exchanges.map(buildEntry),
      comment: 'Credentials are masked as in the log.',
    },
  };
}

function buildEntry(exchange: Exchange): HarEntry {
  const { record, startedAt, durationMs, remoteAddress } = exchange;
  const [, address, port] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(remoteAddress ?? '') ?? [];
  return {
    startedDateTime: startedAt,
    time: durationMs,
    request: buildRequest(exchange),
    response: buildResponse(exchange),
    cache: {},
    // How long each part took is not recorded; together they are what it took.
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...(address === undefined ? {} : { serverIPAddress: address }),
    ...(port === undefined ? {} : { connection: port }),
    comment: summarize(record),
    _record: { seq: record.seq, type: record.type },
  };
}

function buildRequest({ record, request, isBodyUnknown }: Exchange): HarRequest {
  const { method, url, headers, body } = request;
  const cutAfter = record.type === 'resend.finished' ? record.cutAfterBytes : undefined;
  const isBinary = body?.text === undefined;
  return {
    method,
    url,
    httpVersion: HTTP_VERSION,
    cookies: readSentCookies(headers),
    headers: buildPairs(headers),
    queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
    ...(body && body.sizeBytes > 0
      ? {
          postData: {
            mimeType: findHeader(headers, 'content-type') ?? '',
            text: body.text ?? body.base64 ?? '',
            ...(isBinary ? { _encoding: 'base64' as const } : {}),
            ...(cutAfter === undefined
              ? noteCut(body)
              : { comment: `The connection was reset on purpose after ${cutAfter} bytes of it.` }),
          },
        }
      : {}),
    headersSize: UNKNOWN,
    bodySize: cutAfter ?? body?.sizeBytes ?? (isBodyUnknown ? UNKNOWN : 0),
  };
}

function buildResponse({ response, record }: Exchange): HarResponse {
  const headers = response?.headers ?? [];
  const body = response?.body;
  return {
    status: response?.status ?? 0,
    statusText: '',
    httpVersion: HTTP_VERSION,
    cookies: readSetCookies(headers),
    headers: buildPairs(headers),
    content: {
      size: body?.sizeBytes ?? 0,
      mimeType: findHeader(headers, 'content-type') ?? '',
      ...(body && body.sizeBytes > 0 ? { text: body.text ?? body.base64 ?? '' } : {}),
      ...(body && body.sizeBytes > 0 && body.text === undefined ? { encoding: 'base64' as const } : {}),
      ...(body ? noteCut(body) : {}),
    },
    redirectURL: findHeader(headers, 'location') ?? '',
    headersSize: UNKNOWN,
    bodySize: response ? (body?.sizeBytes ?? 0) : UNKNOWN,
    ...(response ? {} : { _error: summarize(record) }),
  };
}

function noteCut(body: CapturedBody): { comment?: string } {
  return body.isCut ? { comment: 'Only the beginning of the body was kept.' } : {};
}

function buildPairs(headers: readonly Header[]): HarPair[] {
  return headers.map(([name, value]) => ({ name, value }));
}
