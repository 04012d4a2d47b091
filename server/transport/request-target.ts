import { isIP } from 'node:net';
import { canParseUrl } from '../domain/can-parse-url.js';
import { hideCredentials } from '../domain/url-credentials.js';
import type { TargetPolicy } from './target-policy.js';
import type { Place, TransportFailure } from './transport-failure.js';

/** What a URL says about whom to call, taken apart and judged. */
export interface RequestTarget {
  place: Place;
  /** Scheme, host and port. */
  origin: string;
  port: number;
  /** Path and query; the fragment stays here. */
  path: string;
  /** Basic authorization from the user name and password of the URL. */
  authorization: string | null;
}

/** Finds the target of a URL, or says why it is not called. */
export type FindTarget = (url: string) => RequestTarget | TransportFailure;

const MAX_KEPT_TARGETS = 256;
const URL_HINT = 'Give an absolute URL such as http://localhost:3000/webhooks.';

/** Taking a URL apart and judging its address costs as much as writing it to a socket, and endpoints repeat, so the latest are kept. */
export function createTargetFinder(policy: TargetPolicy): FindTarget {
  const kept = new Map<string, RequestTarget | TransportFailure>();
  return (url) => {
    let target = kept.get(url);
    if (target === undefined) {
      target = readTarget(url, policy);
      if (kept.size >= MAX_KEPT_TARGETS) kept.clear();
      kept.set(url, target);
    }
    return target;
  };
}

function readTarget(text: string, policy: TargetPolicy): RequestTarget | TransportFailure {
  if (!canParseUrl(text))
    return { code: 'blocked_target', phase: 'target', message: `${hideCredentials(text)} is not a URL`, hint: URL_HINT };
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https') {
    return {
      code: 'blocked_target',
      phase: 'target',
      message: `only http and https can be called, not ${scheme}`,
      hint: URL_HINT,
    };
  }
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // An address is judged here; those of a name when it is resolved.
  const refusal = isIP(hostname) === 0 ? null : policy.checkAddress(hostname, hostname);
  if (refusal !== null) return { code: 'blocked_target', phase: 'target', ...refusal };
  return {
    place: { scheme, hostname, host: url.host },
    origin: url.origin,
    port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    authorization: readAuthorization(url),
  };
}

function readAuthorization({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${Buffer.from(`${decodePercent(username)}:${decodePercent(password)}`).toString('base64')}`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
