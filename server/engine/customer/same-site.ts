import { isIP } from 'node:net';
import { getPublicSuffix } from 'tough-cookie';

/**
 * Which `SameSite` cookies go along when a customer on the page `from` navigates to `url`; without a page to come from, all of them.
 * A port makes no other site, a scheme does (RFC 6265bis 5.2).
 */
export function judgeSite(url: string, method: string, from: string | null): 'strict' | 'lax' | 'none' {
  if (from === null || siteOf(url) === siteOf(from)) return 'strict';
  return method === 'GET' ? 'lax' : 'none';
}

function siteOf(text: string): string {
  const { protocol, hostname } = new URL(text);
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0) return `${protocol}//${hostname}`;
  return `${protocol}//${getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true }) ?? hostname}`;
}
