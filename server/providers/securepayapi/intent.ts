import { z } from 'zod';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import { cardNames } from './mock-cards.js';
import { type Status, statuses } from './statuses.js';

const failure = z.object({ code: z.string(), message: z.string() });
const step = z.object({ to: z.enum(Object.keys(statuses) as [Status, ...Status[]]), failure: failure.optional() });

/** What a stored payment's `data` holds; a field that was never set, or set to null, is absent. */
const intentData = z.object({
  secretTail: z.string(),
  /** As sent at creation; empty when unset. */
  externalid: z.string().default(''),
  reference: z.string().default(''),
  customerid: z.string().default(''),
  metadata: z.record(z.string(), z.string()).default({}),
  descriptor: z.string().optional(),
  description: z.string().optional(),
  theme: z.enum(['light', 'dark']).optional(),
  /** Hosted checkout only. */
  productId: z.string().optional(),
  expiresAtMs: z.number(),
  /** Of the running attempt, of the last one, or of the first one to come. */
  uuid: z.string(),
  /** Attempts begun; 0 before the first card. */
  attempt: z.number().default(0),
  card: z.enum(cardNames).optional(),
  /** Steps still to come when they are spread over time. */
  plan: z.array(step).default([]),
  /** Statuses wait for a hand (`hold`) until the intent is let go again. */
  isHeld: z.boolean().default(false),
  /** The customer closed the challenge without an answer. */
  hasLeft: z.boolean().default(false),
  failure: failure.optional(),
});

export type IntentData = z.output<typeof intentData>;

/** A payment in SecurePayAPI's terms. A payment that is only about to be created has one too. */
export interface Intent extends IntentData {
  id: string;
  amountMinor: number;
  currency: string;
  status: Status;
  createdAtMs: number;
  /** Names of the timers that run. */
  timers: readonly string[];
}

export type IntentStatus = 'requires_payment' | 'processing' | 'succeeded' | 'failed' | 'expired';

export function intentOf(payment: Payment): Intent {
  return {
    ...intentData.parse(payment.data),
    id: payment.id,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    status: payment.status as Status,
    createdAtMs: payment.createdAtMs,
    timers: Object.keys(payment.timers),
  };
}

/** What is about to be stored, as plain JSON: keys that are undefined are gone. */
export function toJsonObject(data: { [Name in keyof IntentData]?: IntentData[Name] | null }): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}

/**
 * The word of the intents page for where a payment is. No page maps the two vocabularies; this mapping is ours.
 * INIT before the first card (a switch) is still an intent that waits.
 */
export function intentStatusOf(intent: Pick<Intent, 'status' | 'attempt'>): IntentStatus {
  switch (intent.status) {
    case 'requires_payment':
      return 'requires_payment';
    case 'SUCCEEDED':
      return 'succeeded';
    case 'FAILED':
      return 'failed';
    case 'EXPIRED':
      return 'expired';
    case 'INIT':
      return intent.attempt === 0 ? 'requires_payment' : 'processing';
    default:
      return 'processing';
  }
}

/** True while the bank's form waits for the customer. */
export function isChallengeOpen(intent: Pick<Intent, 'status' | 'plan'>): boolean {
  return intent.status === 'AUTH3DSCHALLENGEFORM' && intent.plan.length === 0;
}
