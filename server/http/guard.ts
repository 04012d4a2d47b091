import type { IncomingMessage } from 'node:http';
import { isSameSecret } from '../engine/accounts.js';
import type { Address } from './address.js';

export interface GuardOptions {
  address: Address;
  /** Further Host values, `name` or `name:port`, that a proxy or a hosts file may use. */
  allowHosts: readonly string[];
  /** Needed on the control plane and the stream when set. */
  token: string | null;
}

/** Why a request may not pass. */
export interface Refusal {
  status: 401 | 403 | 421;
  code: string;
  message: string;
  hint: string;
}

const UNSAFE_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Sub-protocol prefix under which a page hands over the token: a browser cannot set headers on a WebSocket. */
export const TOKEN_PROTOCOL_PREFIX = 'paystage.token.';

/**
 * The one guard in front of HTTP and upgrades. Any web page can reach a local port, so loopback alone protects nothing:
 * an exact Host stops DNS rebinding, an exact Origin stops pages of other origins. The raw header is compared, never a parsed one:
 * parsers disagree about `localhost:4747@evil.example` and about two Host headers.
 */
export class Guard {
  readonly #options: GuardOptions;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Null when the request may pass. `isUpgrade` asks for a matching Origin on any method. */
  check(request: IncomingMessage, isUpgrade = false): Refusal | null {
    const hosts = request.headersDistinct.host ?? [];
    const host = hosts[0]?.toLowerCase() ?? '';
    if (hosts.length !== 1 || !this.isOwnHost(host)) return refuseHost(hosts.join(', '));
    // An absolute-form target names a host of its own; nobody but a proxy client sends one.
    if (!request.url?.startsWith('/')) return refuseHost(request.url ?? '');
    const origins = request.headersDistinct.origin ?? [];
    if (origins.length === 0) return null;
    if (!isUpgrade && !UNSAFE_METHODS.has(request.method ?? '')) return null;
    const origin = origins[0] ?? '';
    return origins.length === 1 && this.#isOwnOrigin(origin) ? null : refuseOrigin(origins.join(', '));
  }

  /** Null when no token is needed or the right one was given. */
  checkToken(request: IncomingMessage): Refusal | null {
    const { token } = this.#options;
    if (token === null) return null;
    const bearer = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
    const protocols = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    const offered = protocols?.find((name) => name.startsWith(TOKEN_PROTOCOL_PREFIX))?.slice(TOKEN_PROTOCOL_PREFIX.length);
    return isSameSecret(token, bearer ?? offered ?? '') ? null : REFUSED_TOKEN;
  }

  /** `host` in lower case, with its port. */
  isOwnHost(host: string): boolean {
    const { address, allowHosts } = this.#options;
    if (allowHosts.some((allowed) => host === allowed.toLowerCase() || host === `${allowed.toLowerCase()}:${address.port}`))
      return true;
    const suffix = `:${address.port}`;
    const name = host.endsWith(suffix) ? host.slice(0, -suffix.length) : address.port === 80 ? host : null;
    if (name === null) return false;
    return name === '127.0.0.1' || name === '[::1]' || name === address.host.toLowerCase() || LOCALHOST_NAME.test(name);
  }

  #isOwnOrigin(origin: string): boolean {
    const prefix = `${this.#options.address.scheme}://`;
    return origin.toLowerCase().startsWith(prefix) && this.isOwnHost(origin.slice(prefix.length).toLowerCase());
  }
}

/** `localhost` and names below it; each label letters, digits and inner hyphens. */
const LOCALHOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*localhost$/;

const REFUSED_TOKEN: Refusal = {
  status: 401,
  code: 'token_required',
  message: 'This harness was started with a token, and the request carries none or a wrong one.',
  hint: 'Send "Authorization: Bearer <token>" with the token it was started with.',
};

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
