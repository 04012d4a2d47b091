import type { Place } from './place.js';
import { type SentProbe, sendGenuine } from './send-probe.js';

/** Nothing is there, or nothing that takes a POST. */
const NO_ROUTE = new Set([404, 405]);

/** Where the path is unknown: the same one with or without the slash at its end. @returns that address when deliveries are acknowledged there. */
export async function tryOtherSlash(place: Place, endpoint: string, { status }: SentProbe): Promise<string | null> {
  const url = new URL(endpoint);
  if (status === null || !NO_ROUTE.has(status) || url.pathname === '/') return null;
  url.pathname = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : `${url.pathname}/`;
  const { code } = await sendGenuine(place, url.href);
  return code === 'acknowledged' ? url.href : null;
}
