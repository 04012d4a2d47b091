import type { PaymentActed } from '../protocol/records.js';

/** Where somebody acted on a payment, in words; empty for a call, which is nowhere. */
export function tellSource(source: PaymentActed['source']): string {
  if (source === 'page') return 'on the checkout page';
  return source === 'live_page' ? 'by hand on the live page' : '';
}
