import type { IncomingMessage } from 'node:http';
import { isSameSecret } from '../engine/accounts/same-secret.js';
import type { Address } from './address.js';

export interface GuardOptions {
  address: Address;
  /** Further Host values, `name` or `name:port`, that a proxy or a hosts file may use. */
  allowHosts: readonly string[];
  /** Needed on the control plane and the stream when set. */
  token: string | null;
  /** Told about every request that is turned away, whichever way it came in. */
  onRefusal?(refusal: Refusal): void;
}

/** How a request comes in. */
export type Way = 'request' | 'upgrade';

/** Why a request may not pass. */
export interface Refusal {
  status: 400 | 401 | 403 | 421;
  code: string;
  message: string;
  hint: string;
}

/** Sub-protocol prefix under which a page hands over the token: a browser cannot set headers on a WebSocket. */
const TOKEN_PROTOCOL_PREFIX = 'paystage.token.';
/** What of our own needs no token: who is there, what can be called, and receivers, which stand in for an app. All else below it does. */
const OPEN_PATHS = /^\/_paystage\/(health$|openapi\.json$|bin\/)/;

/**
 * The one guard, which every request and every upgrade passes before anything else looks at it. Any web page can reach a local port, so
 * loopback alone protects nothing: an exact Host stops DNS rebinding, an exact Origin stops pages of other origins. The raw header is
 * compared, never a parsed one: parsers disagree about `localhost:4747@evil.example` and about two Host headers.
 */
export class Guard {
  readonly #options: GuardOptions;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Null when the request may pass. */
  check(request: IncomingMessage, way: Way): Refusal | null {
    const refusal = this.#checkHost(request) ?? this.#checkOrigin(request) ?? this.#checkToken(request, way);
    if (refusal) this.#options.onRefusal?.(refusal);
    return refusal;
  }

  #checkHost(request: IncomingMessage): Refusal | null {
    const hosts = request.headersDistinct.host ?? [];
    if (hosts.length === 0) return NO_HOST;
    if (hosts.length !== 1 || !this.#isOwnHost(hostOf(request))) return refuseHost(hosts.join(', '));
    // An absolute-form target names a host of its own; nobody but a proxy client sends one.
    if (!request.url?.startsWith('/')) return refuseTarget(request.url ?? '');
    return PLAIN_TARGET.test(request.url) ? null : UNPLAIN_TARGET;
  }

  /**
   * Whoever says where it comes from has to come from here, on any method: reading for another page is useless without CORS headers, and a
   * receiver writes down whatever arrives. Programs send no Origin, and neither does a browser that follows a link.
   */
  #checkOrigin(request: IncomingMessage): Refusal | null {
    const origins = request.headersDistinct.origin ?? [];
    const [origin = ''] = origins;
    if (origins.length > 1 || (origins.length === 1 && !this.#isOwnOrigin(origin.toLowerCase(), hostOf(request))))
      return refuseOrigin(origins.join(', '));
    // A picture or a script of ours in another page comes without Origin. Browsers tell it here, on loopback at least.
    const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = request.headers;
    const isEmbedded = site !== 'none' && site !== 'same-origin' && mode !== 'navigate';
    return isEmbedded ? refuseOrigin(`another one (${String(site)})`) : null;
  }

  /** An upgrade opens the stream, which shows everything. */
  #checkToken(request: IncomingMessage, way: Way): Refusal | null {
    const { token } = this.#options;
    const [path = ''] = (request.url ?? '').split('?', 1);
    // In small letters: what a router might take for ours must not get by in other spelling.
    const isOurs = way === 'upgrade' || path.toLowerCase().startsWith('/_paystage');
    if (token === null || !isOurs || (way === 'request' && OPEN_PATHS.test(path))) return null;
    const bearer = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
    const protocols = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    const offered = protocols?.find((name) => name.startsWith(TOKEN_PROTOCOL_PREFIX))?.slice(TOKEN_PROTOCOL_PREFIX.length);
    return isSameSecret(token, bearer ?? offered ?? '') ? null : REFUSED_TOKEN;
  }

  /** `host` in lower case, with its port. */
  #isOwnHost(host: string): boolean {
    const { address } = this.#options;
    if (this.#isAllowedHost(host)) return true;
    const suffix = `:${address.port}`;
    const name = host.endsWith(suffix) ? host.slice(0, -suffix.length) : address.port === 80 ? host : null;
    if (name === null) return false;
    return name === '127.0.0.1' || name === '[::1]' || name === address.hostInUrl.toLowerCase() || LOCALHOST_NAME.test(name);
  }

  #isAllowedHost(host: string): boolean {
    const { address, allowHosts } = this.#options;
    return allowHosts.some((name) => [name.toLowerCase(), `${name.toLowerCase()}:${address.port}`].includes(host));
  }

  /**
   * The origin of the very host that is called; or one that was allowed by name, because a proxy may rewrite the Host and speak TLS, which is
   * none of our business. Both in lower case.
   */
  #isOwnOrigin(origin: string, host: string): boolean {
    const [, scheme, from = ''] = /^(https?):\/\/(\S+)$/.exec(origin) ?? [];
    if (scheme === undefined) return false;
    return this.#isAllowedHost(from) || (scheme === this.#options.address.scheme && from === host);
  }
}

function hostOf(request: IncomingMessage): string {
  return request.headersDistinct.host?.[0]?.toLowerCase() ?? '';
}

/**
 * What a path and a query are made of. Koa reads a target that holds anything else by other rules, by which `//user@host/path#` is `/path`:
 * then the guard would judge one path, and another one would be served.
 */
const PLAIN_TARGET = /^\/[^#\s]*$/;

const UNPLAIN_TARGET: Refusal = {
  status: 400,
  code: 'bad_target',
  message: 'The request line holds a "#" or a blank, which is no part of a path.',
  hint: 'Send what stands before the "#", and write a blank as %20.',
};

/** `localhost` and names below it; each label letters, digits and inner hyphens. */
const LOCALHOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*localhost$/;

const REFUSED_TOKEN: Refusal = {
  status: 401,
  code: 'token_required',
  message: 'This harness was started with a token, and the request carries none or a wrong one.',
  hint: 'Send "Authorization: Bearer <token>" with the token it was started with.',
};

const NO_HOST: Refusal = {
  status: 421,
  code: 'foreign_host',
  message: 'The request names no Host.',
  hint: 'Speak HTTP/1.1 and send one, such as "Host: localhost:<port>".',
};

function refuseTarget(target: string): Refusal {
  return {
    status: 421,
    code: 'foreign_host',
    message: `The request line asks for "${target.slice(0, 200)}", which is no path of this harness.`,
    hint: 'Send the path alone, as in "GET /_paystage/health"; only what talks to a proxy sends more.',
  };
}

function refuseHost(host: string): Refusal {
  return {
    status: 421,
    code: 'foreign_host',
    message: `The Host "${host.slice(0, 200)}" is not one of this harness.`,
    hint: 'Use http://localhost:<port>, or start with --allow-host <name> when a proxy or a hosts file needs another name.',
  };
}

function refuseOrigin(origin: string): Refusal {
  return {
    status: 403,
    code: 'foreign_origin',
    message: `A page of the origin "${origin.slice(0, 200)}" may not do this.`,
    hint: 'Only pages served by the harness itself may; call from your server or a terminal instead, where no Origin is sent.',
  };
}
