import { expect, test } from 'vitest';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { findNextDue } from '../../ui/src/views/clock/find-next-due.js';
import { makeEventAnnounced, makePaymentCreated, makeRecord, makeTimerSet } from './make-record.js';

const RETRY_AT = '2025-11-21T04:05:10.000Z';
const TIMER_AT = '2025-11-28T03:05:10.000Z';

const { payments } = reduce(emptyLogState, [
  makePaymentCreated(1, 'pay_1'),
  makeTimerSet(2, 'pay_1'),
  makeEventAnnounced(3, 'pay_1'),
  makeRecord(4, {
    type: 'attempt.finished',
    paymentId: 'pay_1',
    eventId: 'evt_1',
    deliveryId: 'dlv_1',
    attemptId: 'att_1',
    number: 1,
    trigger: 'scheduled',
    code: 'not_acknowledged',
    sentence: 'answered 500',
    deliveryStatus: 'pending',
    nextAttemptAt: RETRY_AT,
    latencyMs: 3,
  }),
]);

test('what the clock comes to next is named: an attempt, a timer, or something that the page does not know', () => {
  expect(findNextDue(payments, RETRY_AT)).toEqual({
    kind: 'attempt',
    paymentId: 'pay_1',
    endpoint: 'http://localhost:3000/hook',
  });
  expect(findNextDue(payments, TIMER_AT)).toEqual({
    kind: 'timer',
    paymentId: 'pay_1',
    provider: payments.get('pay_1')?.provider,
    timer: 'expiry',
  });
  expect(findNextDue(payments, '2025-11-21T05:05:10.000Z')).toBeNull();
});
