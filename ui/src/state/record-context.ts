import type { LogRecord } from '../../../server/protocol/records.js';
import { type PaymentStory, paymentIdOf } from './payment-story.js';

/** What other records tell about this one. */
export interface RecordContext {
  provider: string | null;
  /** Where the attempt goes. */
  endpoint: string | null;
  /** True while the attempt of an `attempt.started` record has no answer. */
  isRunning: boolean;
}

/** Looks a record up in the stories of the payments. */
export function lookUpContext(record: LogRecord, payments: ReadonlyMap<string, PaymentStory>): RecordContext {
  const paymentId = paymentIdOf(record);
  const story = paymentId === null ? undefined : payments.get(paymentId);
  const delivery = 'deliveryId' in record ? story?.deliveries.get(record.deliveryId) : undefined;
  return {
    provider: 'provider' in record ? record.provider : (story?.provider ?? null),
    endpoint: delivery?.endpoint ?? null,
    isRunning: story !== undefined && isAttemptRunning(record, story),
  };
}

/** True for the start of an attempt that has no answer yet. */
export function isAttemptRunning(record: LogRecord, story: PaymentStory): boolean {
  return record.type === 'attempt.started' && story.deliveries.get(record.deliveryId)?.runningAttemptId === record.attemptId;
}
