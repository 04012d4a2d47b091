/** Where a phone finds a checkout, and what to say about it. */
export interface PhoneAddress {
  url: string;
  /** `reachable`: an address that others can call. `replaced`: made from the address of this page. `local`: of this machine only. */
  kind: 'reachable' | 'replaced' | 'local';
}

export interface ProviderBases {
  baseUrl: string;
  hostBaseUrl: string;
}

/**
 * The checkout's address for another device. One on this machine's own name is of no use there; when this page itself was opened through
 * an address of the network, that one is put in its place.
 */
export function findPhoneAddress(checkoutUrl: string, pageOrigin: string, bases: ProviderBases | null): PhoneAddress {
  if (!isOwnMachine(checkoutUrl)) return { url: checkoutUrl, kind: 'reachable' };
  if (isOwnMachine(pageOrigin)) return { url: checkoutUrl, kind: 'local' };
  const rest = cutBase(checkoutUrl, bases);
  if (rest === null) return { url: checkoutUrl, kind: 'local' };
  return { url: pageOrigin + rest, kind: 'replaced' };
}

/** Path and query below the stage's origin; the form with an origin per provider has no provider in its path. */
function cutBase(checkoutUrl: string, bases: ProviderBases | null): string | null {
  const { origin, pathname, search } = new URL(checkoutUrl);
  if (!bases) return pathname + search;
  const providerPath = new URL(bases.baseUrl).pathname;
  if (origin === new URL(bases.hostBaseUrl).origin) return providerPath + pathname + search;
  return origin === new URL(bases.baseUrl).origin ? pathname + search : null;
}

function isOwnMachine(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(.+\.)?localhost$/.test(hostname) || /^127\./.test(hostname) || hostname === '[::1]';
}
