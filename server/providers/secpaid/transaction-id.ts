import type { View } from '../provider.js';
import type { SecPaidSettings } from './settings.js';
import { formatLocalDay } from './zone-time.js';

/** `YYYYMMDD-pi-` and ten random characters, as in SecPaid's samples. */
export function buildTransactionId(view: View, lane: string, { timeZone }: Pick<SecPaidSettings, 'timeZone'>): string {
  return `${formatLocalDay(view.nowMs(lane), timeZone).replaceAll('-', '')}-pi-${view.idsOf(lane).alphanumeric(10)}`;
}
