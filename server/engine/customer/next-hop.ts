import { isUtf8 } from 'node:buffer';
import { canParseUrl } from '../../domain/can-parse-url.js';
import { hideCredentials } from '../../domain/url-credentials.js';

/** A request as the browser is about to make it. */
export interface BrowserRequest {
  method: 'GET' | 'POST';
  url: string;
  body?: { contentType: string; text: string };
}

/** What a reply makes a browser do: stay on it, go on, or give up with one plain clause. */
export type NextHop = { kind: 'page' } | { kind: 'go'; request: BrowserRequest } | { kind: 'stopped'; message: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const KEEPS_METHOD = new Set([307, 308]);
const MAX_QUOTED_CHARS = 200;

/** Reads a reply as browsers do (fetch.spec.whatwg.org, HTTP-redirect fetch): a 3xx without a Location is a page. */
export function findNextHop(request: BrowserRequest, status: number, location: string | undefined): NextHop {
  if (!REDIRECTS.has(status) || location === undefined) return { kind: 'page' };
  const text = toUnicode(location);
  if (!canParseUrl(text, request.url)) {
    return { kind: 'stopped', message: `the Location of the ${status} is not a URL: ${quote(text)}` };
  }
  const url = new URL(text, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const message = `the ${status} leads to ${quote(text)}, and a browser follows redirects to http and https only`;
    return { kind: 'stopped', message };
  }
  if (url.hash === '') url.hash = new URL(request.url).hash;
  if (KEEPS_METHOD.has(status)) return { kind: 'go', request: { ...request, url: url.href } };
  return { kind: 'go', request: { method: 'GET', url: url.href } };
}

/** Header bytes arrive one by one as code units; apps that forget to encode a URL send UTF-8. */
function toUnicode(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}

function quote(text: string): string {
  const shown = hideCredentials(text);
  return JSON.stringify(shown.length > MAX_QUOTED_CHARS ? `${shown.slice(0, MAX_QUOTED_CHARS)}…` : shown);
}
