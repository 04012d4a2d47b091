import type { HoldCleared, HoldSet, RedirectReleased } from '../protocol/hold-records.js';
import { readOwn } from './read-own.js';

const nouns: Readonly<Record<string, readonly [string, string]>> = {
  delivery: ['delivery', 'deliveries'],
  redirect: ['redirect', 'redirects'],
};

/** `the next 2 deliveries of payment 50001 are held`. */
export function tellHold({ target, paymentId, count }: Pick<HoldSet, 'target' | 'paymentId' | 'count'>): string {
  const [one, many] = readOwn(nouns, target) ?? [target, `${target}s`];
  const what = count === null ? `every ${one}` : count === 1 ? `the next ${one}` : `the next ${count} ${many}`;
  return `${what}${paymentId === null ? '' : ` of payment ${paymentId}`} ${count === null || count === 1 ? 'is' : 'are'} held`;
}

export function tellHoldEnd({ reason }: HoldCleared): string {
  return reason === 'used_up'
    ? 'the hold is used up: what comes next is not held'
    : 'the hold is cleared: what comes next is not held';
}

export function tellRedirectRelease({ reason }: RedirectReleased): string {
  switch (reason) {
    case 'by_hand':
      return 'redirect released by hand';
    case 'browser_left':
      return 'the browser left before its redirect was released';
    default:
      return 'redirect released, because the stage stopped';
  }
}
