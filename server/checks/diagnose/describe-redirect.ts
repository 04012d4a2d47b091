import { canParseUrl } from '../../domain/can-parse-url.js';
import type { SentProbe } from './send-probe.js';

/** Where a redirect leads, why that is usually so, and what to give instead. */
export function describeRedirect(endpoint: string, { status, location }: SentProbe): { sentence: string; fix: string } {
  const told = `It answers ${status}`;
  if (location === undefined || !canParseUrl(location, endpoint))
    return { sentence: `${told} and says nowhere to go.`, fix: 'Give the final address: deliveries do not follow redirects.' };
  const from = new URL(endpoint);
  const to = new URL(location, endpoint);
  const fix = `Give ${to.href} as the address, or take the redirect away: deliveries do not follow it.`;
  const isSamePlace = from.host === to.host && from.protocol === to.protocol;
  if (isSamePlace && trim(from.pathname) === trim(to.pathname))
    return { sentence: `${told} and ${to.pathname.endsWith('/') ? 'adds' : 'takes off'} the slash at the end of the path.`, fix };
  if (from.protocol === 'http:' && to.protocol === 'https:') return { sentence: `${told} and sends http to https.`, fix };
  if (/log-?in|sign-?in|auth/i.test(to.pathname))
    return {
      sentence: `${told} and asks to log in (${to.pathname}).`,
      fix: 'Leave the route of the webhook out of the login: its signature is its proof.',
    };
  return { sentence: `${told} and sends it to ${to.href}.`, fix };
}

function trim(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}
