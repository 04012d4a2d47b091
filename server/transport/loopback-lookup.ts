import { promises as dns } from 'node:dns';
import type { TargetPolicy, TargetRefusal } from './target-policy.js';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Turns a host name into addresses, in order of preference. Rejects with a resolver error such as ENOTFOUND. */
export type ResolveName = (name: string) => Promise<ResolvedAddress[]>;

/** A name led to an address that may not be called. */
export class BlockedTargetError extends Error {
  readonly refusal: TargetRefusal;

  constructor(refusal: TargetRefusal) {
    super(refusal.message);
    this.name = 'BlockedTargetError';
    this.refusal = refusal;
  }
}

const BOTH_LOOPBACKS: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** `localhost`, its subdomains (RFC 6761 6.3) and the unspecified address, which dev servers like to print as theirs. */
export function isLoopbackName(host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  return name === 'localhost' || name.endsWith('.localhost') || host === '0.0.0.0' || host === '::';
}

/**
 * Resolves host names for the transport. Loopback names mean both loopback addresses, whatever the resolver says: many hosts files know
 * only one, and apps listen on either. Every address is judged before anything connects; one bad address refuses the whole name, so that
 * a name cannot lead somewhere harmless first and elsewhere next. Rejects with BlockedTargetError or the resolver's error.
 */
export function createResolver(policy: TargetPolicy, resolveName: ResolveName = askSystem): ResolveName {
  // One question per name at a time: a hanging resolver holds a thread of the pool that file writes need too.
  const asked = new Map<string, Promise<ResolvedAddress[]>>();

  return async (host) => {
    if (isLoopbackName(host)) return [...BOTH_LOOPBACKS];
    let answer = asked.get(host);
    if (answer === undefined) {
      answer = resolveName(host).finally(() => asked.delete(host));
      asked.set(host, answer);
    }
    const addresses = await answer;
    for (const { address } of addresses) {
      const refusal = policy.checkAddress(host, address);
      if (refusal !== null) throw new BlockedTargetError(refusal);
    }
    return addresses;
  };
}

function askSystem(name: string): Promise<ResolvedAddress[]> {
  return dns.lookup(name, { all: true, verbatim: true });
}
