import type { AttemptFinished, EventAnnounced, LogRecord, RecordHead } from '../../../server/protocol/records.js';
import { type PaymentStory, paymentIdOf } from './payment-story.js';

/** What other records tell about this one. */
export interface RecordContext {
  provider: string | null;
  /** What the attempt delivers. */
  event: EventAnnounced | null;
  /** Where the attempt goes. */
  endpoint: string | null;
  /** True while the attempt of an `attempt.started` record has no answer. */
  isRunning: boolean;
}

/** Looks a record up in the stories of the payments. */
export function lookUpContext(record: LogRecord, payments: ReadonlyMap<string, PaymentStory>): RecordContext {
  const paymentId = paymentIdOf(record);
  return readContext(record, paymentId === null ? undefined : payments.get(paymentId));
}

/** The same where the story is at hand. */
export function readContext(record: LogRecord, story: PaymentStory | undefined): RecordContext {
  const delivery = 'deliveryId' in record ? story?.deliveries.get(record.deliveryId ?? '') : undefined;
  return {
    provider: 'provider' in record ? record.provider : (story?.provider ?? null),
    event: 'deliveryId' in record && 'eventId' in record ? (story?.events.get(record.eventId) ?? null) : null,
    endpoint: delivery?.endpoint ?? null,
    isRunning: record.type === 'attempt.started' && story?.runningAttemptIds.has(record.attemptId) === true,
  };
}

/** The record that answers the start of an attempt; undefined for anything else and while there is none. */
export function findAnswer(record: LogRecord, story: PaymentStory | undefined): (RecordHead & AttemptFinished) | undefined {
  if (record.type !== 'attempt.started') return undefined;
  return story?.records.find((other) => other.type === 'attempt.finished' && other.attemptId === record.attemptId) as
    | (RecordHead & AttemptFinished)
    | undefined;
}

/** The record that says when an attempt began; undefined for anything else and when it is no longer held. */
export function findStart(record: LogRecord, story: PaymentStory | undefined): LogRecord | undefined {
  if (record.type !== 'attempt.finished') return undefined;
  return story?.records.find((other) => other.type === 'attempt.started' && other.attemptId === record.attemptId);
}

/** True when the delivery of an answered attempt has been tried again since: what came next then is no longer to come. */
export function hasNewerAttempt(record: LogRecord, story: PaymentStory | undefined): boolean {
  if (record.type !== 'attempt.finished' || !story) return false;
  return story.records.some(
    (other) =>
      (other.type === 'attempt.started' || other.type === 'attempt.finished') &&
      other.deliveryId === record.deliveryId &&
      other.seq > record.seq,
  );
}
