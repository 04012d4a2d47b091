import { canParseUrl } from '../../domain/can-parse-url.js';
import { HarnessError } from '../../domain/errors.js';
import type { Place } from './place.js';
import { type SentProbe, sendGenuine } from './send-probe.js';

/** A chain that is longer leads nowhere that could be given as an address. */
const MAX_HOPS = 3;

/**
 * Sends the genuine delivery to where a redirect leads, as nobody else does, to see whether that is the address to give.
 * @returns what the end of the way is worth, as a sentence; null where nothing can be said.
 */
export async function followRedirect(place: Place, endpoint: string, first: SentProbe): Promise<string | null> {
  const seen = new Set([endpoint]);
  let [from, sent] = [endpoint, first];
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const to = findNext(from, sent);
    if (to === null) return null;
    if (seen.has(to)) return `It leads round in a circle, back to ${to}.`;
    seen.add(to);
    try {
      sent = await sendGenuine(place, to);
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'blocked_target')
        return `${to} is neither on this machine nor in a private network, so it was not called.`;
      throw error;
    }
    if (sent.code !== 'redirect') return tellEnd(to, sent);
    from = to;
  }
  return `After ${MAX_HOPS} redirects there was still another one.`;
}

function findNext(from: string, { location }: SentProbe): string | null {
  return location !== undefined && canParseUrl(location, from) ? new URL(location, from).href : null;
}

function tellEnd(to: string, { code, status }: SentProbe): string {
  if (status === null) return `Nothing answers at ${to} (${code}).`;
  if (code === 'acknowledged')
    return `The same delivery sent to ${to} is acknowledged with ${status}: that is the address to give.`;
  return `The same delivery sent to ${to} is answered ${status}.`;
}
