import type { Account } from '../../domain/account.js';
import type { Header } from '../../protocol/records.js';
import type { AttemptContext, DeliveryRule } from '../provider.js';
import { settingsOf } from './settings.js';

/** Any 2xx counts (docs.secpaid.com/concepts/payment-endpoint). Endpoints are independent, and no page promises an order. */
export function buildDeliveryRule(account: Account): DeliveryRule {
  const { attemptTimeoutMs, retryScheduleMs, retries } = settingsOf(account);
  return {
    attemptTimeoutMs,
    retryScheduleMs: retries === null ? retryScheduleMs : stretchSchedule(retryScheduleMs, retries),
    isAcknowledged: (status) => status >= 200 && status < 300,
    acceptedWords: 'any 2xx',
    order: 'concurrent',
  };
}

/** No signature, no event id, no time: none is documented. User-Agent is ours. */
export function buildAttemptHeaders({ event }: AttemptContext): Header[] {
  return [
    ['Content-Type', event.contentType],
    ['Accept', 'application/json'],
    ['User-Agent', 'SecPaid-Mock'],
  ];
}

/** Exactly `count` delays; the last one repeats when the schedule is too short. */
function stretchSchedule(schedule: readonly number[], count: number): number[] {
  const last = schedule.at(-1) ?? 0;
  return Array.from({ length: count }, (_, index) => schedule[index] ?? last);
}
