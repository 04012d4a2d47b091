import type { AttemptFinished, LogRecord, PaymentCreated, RecordBody } from '../../server/protocol/records.js';

/** A record at `seq`, one millisecond after the one before it. */
export function makeRecord(seq: number, body: RecordBody): LogRecord {
  return { seq, at: new Date(Date.UTC(2025, 10, 21, 3, 5, 10) + seq).toISOString(), lane: 'default', ...body };
}

/** A record that says nothing but where it stands. */
export function makeNotice(seq: number, message = `notice ${seq}`): LogRecord {
  return makeRecord(seq, { type: 'harness.notice', level: 'info', code: 'test', message });
}

/** Notices from one position to another, both included. */
export function makeNotices(fromSeq: number, toSeq: number): LogRecord[] {
  return Array.from({ length: Math.max(0, toSeq - fromSeq + 1) }, (_, index) => makeNotice(fromSeq + index));
}

export function makePaymentCreated(seq: number, paymentId: string, overrides: Partial<PaymentCreated> = {}): LogRecord {
  return makeRecord(seq, {
    type: 'payment.created',
    paymentId,
    provider: 'testpay',
    accountId: 'acc_1',
    amountMinor: 4599,
    currency: 'EUR',
    reference: 'Order 7',
    status: 'created',
    outcome: 'open',
    checkoutUrl: null,
    data: {},
    ...overrides,
  });
}

export function makeStatusChanged(seq: number, paymentId: string, to: string): LogRecord {
  return makeRecord(seq, {
    type: 'payment.status_changed',
    paymentId,
    from: 'created',
    to,
    text: 'It moved on.',
    outcome: 'succeeded',
  });
}

export function makeEventAnnounced(seq: number, paymentId: string, body = '{}'): LogRecord {
  return makeRecord(seq, {
    type: 'event.announced',
    paymentId,
    eventId: 'evt_1',
    status: 'paid',
    contentType: 'application/json',
    body,
    deliveries: [{ deliveryId: 'dlv_1', endpoint: 'http://localhost:3000/hook' }],
  });
}

export function makeTimerSet(seq: number, paymentId: string): LogRecord {
  return makeRecord(seq, { type: 'payment.timer_set', paymentId, timer: 'expiry', dueAt: '2025-11-28T03:05:10.000Z' });
}

const attemptHead = { eventId: 'evt_1', deliveryId: 'dlv_1', trigger: 'scheduled' } as const;

export function makeAttemptStarted(seq: number, paymentId: string, number = 1): LogRecord {
  return makeRecord(seq, { type: 'attempt.started', paymentId, ...attemptHead, attemptId: `att_${number}`, number });
}

export function makeAttemptFinished(
  seq: number,
  paymentId: string,
  number = 1,
  overrides: Partial<AttemptFinished> = {},
): LogRecord {
  return makeRecord(seq, {
    type: 'attempt.finished',
    paymentId,
    ...attemptHead,
    attemptId: `att_${number}`,
    number,
    code: 'acknowledged',
    sentence: 'Answered 204: acknowledged.',
    deliveryStatus: 'acknowledged',
    nextAttemptAt: null,
    latencyMs: 12,
    ...overrides,
  });
}
