import type { CapturedBody, CapturedRequest, Header } from '../../../server/protocol/records.js';
import { isConnectionHeader } from '../resend/source.js';
import type { Exchange } from './exchange.js';
import { hasControls } from './quote-for-shell.js';

/** A request as it is written down to be made again. */
export interface RequestToCopy {
  method: string;
  url: string;
  /** In the order sent, without those that the connection writes by itself. */
  headers: readonly Header[];
  body: BodyToCopy;
  /** The body goes in chunks, without a length. */
  isChunked?: true;
  /** What whoever makes it again must know, in our own words and plain characters: it ends up in comments. */
  remarks: readonly string[];
}

/** `bytes`: what a text in a terminal cannot carry, as base64. */
export type BodyToCopy = { kind: 'none' } | { kind: 'text'; text: string } | { kind: 'bytes'; base64: string };

/** How the log writes masked credentials; the sign itself cannot stand in a header of HTTP. */
const MASK = /…/;
const MASK_IN_TEXT = /_…|…[\w-]{2,4}(?![\w-])/;
const URL_CREDENTIALS = /\(credentials of the URL\)$/;

type ExchangeToCopy = Pick<Exchange, 'request' | 'isBodyUnknown'> & Partial<Pick<Exchange, 'record'>>;

/** What `copyAs…` writes down. */
export function buildRequestToCopy({ record, request, isBodyUnknown }: ExchangeToCopy): RequestToCopy {
  const { method, url, headers, body } = request;
  const own = headers.filter(([name, value]) => !isConnectionHeader(name) || isOtherHost(name, value, url));
  const crafted = record?.type === 'resend.finished' ? record : null;
  const cut = crafted?.cutAfterBytes === undefined ? [] : [CUT_REMARK];
  const remarks = [...listRemarks(request, isBodyUnknown), ...cut];
  return { method, url, headers: own, body: readBody(body), ...(crafted?.framing ? { isChunked: true } : {}), remarks };
}

const CUT_REMARK = 'The connection was reset on purpose within the body; this sends all of it.';

/** Base64 of the UTF-8 bytes of a text. */
export function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** True when a header of that name is among them. */
export function hasHeader({ headers }: RequestToCopy, name: string): boolean {
  return headers.some(([candidate]) => candidate.toLowerCase() === name);
}

function readBody(body: CapturedBody | undefined): BodyToCopy {
  if (!body || body.sizeBytes === 0) return { kind: 'none' };
  if (body.text === undefined) return { kind: 'bytes', base64: body.base64 ?? '' };
  return hasControls(body.text) ? { kind: 'bytes', base64: encodeBase64(body.text) } : { kind: 'text', text: body.text };
}

function isOtherHost(name: string, value: string, url: string): boolean {
  return name.toLowerCase() === 'host' && URL.canParse(url) && value !== new URL(url).host;
}

function listRemarks({ url, headers, body }: CapturedRequest, isBodyUnknown: boolean): string[] {
  const isMasked =
    MASK.test(url) ||
    headers.some(([, value]) => MASK.test(value) || URL_CREDENTIALS.test(value)) ||
    MASK_IN_TEXT.test(body?.text ?? '');
  return [
    ...(isMasked ? ['Credentials are masked as in the log: put the real ones in their place.'] : []),
    ...(body?.isCut ? ['The log keeps only the beginning of the body.'] : []),
    ...(isBodyUnknown ? ['The body is not known here and therefore left out.'] : []),
  ];
}
