import { showUnseen } from '../format/text.js';
import type { Place } from './place.js';

/** What a tab, a history and a screen reader call the page while it shows that place. */
export function namePlace(place: Place): string {
  return `${nameView(place)} · Paystage`;
}

function nameView(place: Place): string {
  switch (place.view) {
    case 'live':
      return 'Live';
    case 'payments':
      return 'Payments';
    case 'payment':
      return `Payment ${showUnseen(place.paymentId)}`;
    case 'exchange':
      return place.compareWith === null ? `Record ${place.seq}` : `Record ${place.seq} beside ${place.compareWith}`;
    case 'resend':
      return `Edit and resend record ${place.seq}`;
    case 'accounts':
      return 'Accounts';
    case 'create':
      return 'Create a payment';
    case 'checks':
      return place.check === null ? 'Checks' : `${showUnseen(place.check)}, checks`;
  }
}
