import type { Account } from '../../domain/account.js';
import type { Header } from '../../protocol/records.js';
import type { AttemptContext, DeliveryRule } from '../provider.js';
import { settingsOf } from './settings.js';
import { signDelivery, toTimestamp } from './signature.js';

/** Named honestly, so that nobody takes the mock for the provider. Follows the package's version (a test compares them). */
const userAgent = 'SecurePayAPI-Mock/0.1.0';

/** The one address that the provider sends from. Source: doc.securepayapi.com/webhooks. */
const documentedSourceAddress = '157.230.218.195';

/** Exactly 204 is documented; schedule, timeout and order are not, so they are switches. */
export function deliveryRule(account: Account): DeliveryRule {
  const { retryScheduleMs, attemptTimeoutMs, order } = settingsOf(account);
  return {
    retryScheduleMs,
    attemptTimeoutMs,
    isAcknowledged: (status) => status === 204,
    acceptedWords: 'only 204',
    order,
  };
}

/** Signed anew for every attempt with the key of that moment: a regenerated key replaces the old one at once (api-keys page). */
export function buildAttemptHeaders({ account, event, body, nowMs }: AttemptContext): Header[] {
  const { timestampOf, forwardedFor } = settingsOf(account);
  const timestamp = toTimestamp(timestampOf === 'event' ? event.atMs : nowMs);
  return [
    ['Content-Type', event.contentType],
    ['User-Agent', userAgent],
    ['X-Timestamp', timestamp],
    ['X-Signature', signDelivery(account.keys.secretKey ?? '', timestamp, body)],
    ...(forwardedFor ? [['X-Forwarded-For', documentedSourceAddress] satisfies Header] : []),
  ];
}
