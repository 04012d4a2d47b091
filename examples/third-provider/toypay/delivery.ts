import { createHmac } from 'node:crypto';
import type { Account } from '../../domain/account.js';
import type { PaymentEvent } from '../../domain/payment.js';
import type { Header, JsonObject } from '../../protocol/records.js';
import { fingerprintKey, hideSecrets } from '../fingerprint.js';
import type { AttemptContext, AttemptExplanation, AttemptToExplain, BodyVariation, DeliveryRule } from '../provider.js';
import { settingsOf, WEBHOOKS_PAGE } from './settings.js';

export function deliveryRule(account: Account): DeliveryRule {
  const { attemptTimeoutMs, retryScheduleMs } = settingsOf(account);
  return {
    attemptTimeoutMs,
    retryScheduleMs,
    isAcknowledged: (status) => status === 200,
    acceptedWords: 'only 200',
    order: 'sequential',
  };
}

/** Made at the moment of sending, so a rotated key counts at once; the body never changes. */
export function buildAttemptHeaders({ account, body }: AttemptContext): Header[] {
  return [
    ['Content-Type', 'application/json'],
    ['X-Toy-Signature', sign(body, account)],
  ];
}

/** How the app checks the signature, from what was sent. */
export function explainAttempt({ account, body, headers }: AttemptToExplain): AttemptExplanation {
  const expected = sign(body, account);
  const given = headers.find(([name]) => name.toLowerCase() === 'x-toy-signature')?.[1] ?? '';
  const isRight = given === expected;
  const explanation: AttemptExplanation = {
    result: isRight ? 'match' : 'mismatch',
    sentence: isRight ? 'The signature is right.' : 'The signature is not that of this body with the present key.',
    steps: [
      {
        title: 'Key',
        text: 'The API key as it stands, by its fingerprint.',
        value: fingerprintKey(account.keys.apiKey ?? ''),
        evidence: 'documented',
        source: WEBHOOKS_PAGE,
      },
      {
        title: 'Signature',
        text: 'HMAC-SHA256 over the raw body, in hex.',
        value: expected,
        evidence: 'documented',
        source: WEBHOOKS_PAGE,
      },
    ],
  };
  return hideSecrets(explanation, [account.keys.apiKey]);
}

/** The body with something changed on purpose, for faults. */
export function varyBody(variations: readonly BodyVariation[], event: PaymentEvent): string {
  if (variations.length === 0) return event.body;
  const payload = JSON.parse(event.body) as JsonObject;
  for (const variation of variations) {
    if (variation.kind === 'unknown-field') payload[variation.name] = 'not in any documentation';
    else if (variation.kind === 'unknown-status') payload.status = variation.status;
    else payload.amount = Number(payload.amount) + 100_000;
  }
  return JSON.stringify(payload);
}

function sign(body: string | Buffer, { keys }: Account): string {
  return createHmac('sha256', keys.apiKey ?? '')
    .update(body)
    .digest('hex');
}
