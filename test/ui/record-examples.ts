import type { CapturedRequest, CapturedResponse, LogRecord, RecordBody } from '../../server/protocol/records.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makePaymentCreated,
  makeRecord,
  makeStatusChanged,
} from './make-record.js';

const request: CapturedRequest = {
  method: 'POST',
  url: '/testpay/pay?x=1',
  headers: [
    ['B', '1'],
    ['a', '2'],
    ['B', '3'],
  ],
};
const response: CapturedResponse = { status: 404, headers: [] };
const about = { paymentId: 'p1' };
const run = { runId: 'chk_1' };
const check = { id: 'SIG-1', title: 'tampered body', severity: 'high' } as const;

/** One record of each type, its kind, its sentence, its verdict. A type that is added to the contract is missed by the type check below. */
export const recordExamples: Record<RecordBody['type'], [LogRecord, kind: string, sentence: string, verdict: string | null]> = {
  'payment.created': [makePaymentCreated(1, 'p1'), 'Payment', 'Payment p1 created: 45.99 EUR for “Order 7”', 'created'],
  'payment.status_changed': [makeStatusChanged(1, 'p1', 'paid'), 'Status', 'created → paid: It moved on.', 'succeeded'],
  'payment.amended': [
    makeRecord(1, { type: 'payment.amended', ...about, text: 'Refund asked for.', data: {} }),
    'Change',
    'Refund asked for.',
    null,
  ],
  'payment.timer_set': [
    makeRecord(1, { type: 'payment.timer_set', ...about, timer: 'expiry', dueAt: 'tomorrow' }),
    'Timer',
    'Timer “expiry” set for tomorrow',
    null,
  ],
  'payment.timer_cleared': [
    makeRecord(1, { type: 'payment.timer_cleared', ...about, timer: 'expiry' }),
    'Timer',
    'Timer “expiry” cleared',
    null,
  ],
  'payment.acted': [
    makeRecord(1, { type: 'payment.acted', ...about, actor: 'customer', source: 'page', action: { action: 'pay' } }),
    'Action',
    'Customer chose “pay” on the checkout page',
    null,
  ],
  'event.announced': [makeEventAnnounced(1, 'p1'), 'Event', 'Event “paid” goes to 1 endpoint', null],
  'attempt.started': [makeAttemptStarted(1, 'p1', 2), 'Attempt', 'Attempt 2 sent', null],
  'attempt.finished': [makeAttemptFinished(1, 'p1'), 'Answer', 'Answered 204: acknowledged.', 'acknowledged'],
  'delivery.requeued': [
    makeRecord(1, { type: 'delivery.requeued', ...about, deliveryId: 'dlv_1' }),
    'Delivery',
    'Delivery put back to work by hand',
    null,
  ],
  'delivery.held': [
    makeRecord(1, { type: 'delivery.held', ...about, eventId: 'evt_1', deliveryId: 'dlv_1', holdId: 'hold_1' }),
    'Delivery',
    'Delivery held: it waits until somebody releases it',
    'held',
  ],
  'delivery.released': [
    makeRecord(1, { type: 'delivery.released', ...about, eventId: 'evt_1', deliveryId: 'dlv_1' }),
    'Delivery',
    'Delivery released by hand',
    null,
  ],
  'delivery.dropped': [
    makeRecord(1, { type: 'delivery.dropped', ...about, eventId: 'evt_1', deliveryId: 'dlv_1' }),
    'Delivery',
    'Delivery dropped: nothing more is sent of it',
    null,
  ],
  'redirect.held': [
    makeRecord(1, {
      type: 'redirect.held',
      ...about,
      redirectId: 'red_1',
      location: 'http://localhost:3000/back',
      holdId: 'hold_1',
    }),
    'Redirect',
    'Browser held before it goes to localhost:3000/back',
    'held',
  ],
  'redirect.released': [
    makeRecord(1, { type: 'redirect.released', ...about, redirectId: 'red_1', reason: 'browser_left' }),
    'Redirect',
    'The browser left before its redirect was released',
    null,
  ],
  'hold.set': [
    makeRecord(1, { type: 'hold.set', holdId: 'hold_1', target: 'delivery', paymentId: 'p1', count: 2 }),
    'Hold',
    'The next 2 deliveries of payment p1 are held',
    null,
  ],
  'hold.cleared': [
    makeRecord(1, { type: 'hold.cleared', holdId: 'hold_1', reason: 'by_hand' }),
    'Hold',
    'The hold is cleared: what comes next is not held',
    null,
  ],
  'fault.set': [
    makeRecord(1, {
      type: 'fault.set',
      faultId: 'fault_1',
      spec: { fault: 'duplicate', copies: 2, when: { payment: 'p1', attempt: [1, 3] }, times: 3, seed: 0 },
    }),
    'Fault',
    'Fault “duplicate” is set: copies 2; for payment p1, attempt 1 or 3; 3 times',
    null,
  ],
  'fault.used': [
    makeRecord(1, {
      type: 'fault.used',
      faultId: 'fault_1',
      fault: 'dropped',
      paymentId: 'p1',
      deliveryId: 'd1',
      isDropped: true,
      sentence: 'The webhook is never sent.',
    }),
    'Fault',
    'Fault “dropped”: The webhook is never sent.',
    null,
  ],
  'fault.cleared': [
    makeRecord(1, { type: 'fault.cleared', faultId: 'fault_1', reason: 'time_over' }),
    'Fault',
    'The time of the fault is over: what comes next is as it should be',
    null,
  ],
  'resend.finished': [
    makeRecord(1, {
      type: 'resend.finished',
      ...about,
      eventId: 'evt_1',
      deliveryId: 'dlv_1',
      resendId: 'rsd_1',
      signing: 'other_key',
      code: 'not_acknowledged',
      sentence: 'answered 401.',
      latencyMs: 3,
      request,
      response,
    }),
    'Resend',
    'Edited and resent, signed with another key: answered 401.',
    'not acknowledged',
  ],
  'check.run_started': [
    makeRecord(1, { ...run, type: 'check.run_started', provider: 'testpay', target: 'http://x', options: {}, checks: [check] }),
    'Check',
    '1 check of http://x begins',
    null,
  ],
  'check.finished': [
    makeRecord(1, {
      ...{ ...run, type: 'check.finished', check: 'SIG-1', title: 'tampered body', severity: 'high', verdict: 'inconclusive' },
      ...{ sentence: 'Nothing was seen.', evidence: [] },
    }),
    'Check',
    'Check SIG-1, tampered body: Nothing was seen.',
    'inconclusive',
  ],
  'check.run_ended': [
    makeRecord(1, {
      ...{ ...run, type: 'check.run_ended', result: 'gate' },
      counts: { pass: 0, warn: 2, fail: 1, info: 0, inconclusive: 0, skipped: 0 },
    }),
    'Check',
    'Checks ended at the gate: 2 warning, 1 fail',
    'gate failed',
  ],
  'redirect.issued': [
    makeRecord(1, { type: 'redirect.issued', ...about, location: 'http://localhost:3000/back', status: 302 }),
    'Redirect',
    'Browser sent back to localhost:3000/back',
    '302',
  ],
  'callback.called': [
    makeRecord(1, {
      type: 'callback.called',
      ...about,
      url: 'http://x',
      code: 'refused',
      sentence: 'Nobody listens.',
      latencyMs: 3,
    }),
    'Callback',
    'Nobody listens.',
    'refused',
  ],
  'api.called': [
    makeRecord(1, {
      type: 'api.called',
      provider: 'testpay',
      route: 'pay',
      accountId: null,
      paymentId: null,
      request,
      response,
      durationMs: 4,
    }),
    'API call',
    'Refused with 404. App called pay: POST /pay?x=1',
    'refused',
  ],
  'page.served': [
    makeRecord(1, {
      type: 'page.served',
      provider: 'testpay',
      route: 'checkout',
      paymentId: null,
      request,
      response,
      durationMs: 4,
    }),
    'Page',
    'Browser sent a form to checkout: /pay?x=1',
    '404',
  ],
  'customer.visited': [
    makeRecord(1, {
      type: 'customer.visited',
      ...about,
      action: { action: 'pay' },
      hops: [
        { method: 'POST', url: 'http://localhost:4747/testpay', status: 302, location: '/back' },
        { method: 'GET', url: 'http://localhost:3000/back', status: 404 },
      ],
      page: { url: 'http://localhost:3000/back', status: 404, contentType: null, title: 'Lost', body: 'no', sizeBytes: 2 },
    }),
    'Visit',
    'Customer went to the checkout for “pay” and ended on 404 “Lost” at http://localhost:3000/back',
    '404',
  ],
  'bin.received': [
    makeRecord(1, { type: 'bin.received', bin: 'default', request, response }),
    'Receiver',
    'Receiver “default” got POST /testpay/pay?x=1',
    '404',
  ],
  'account.changed': [
    makeRecord(1, {
      type: 'account.changed',
      provider: 'testpay',
      accountId: 'acc_1',
      settings: { url: 'http://x' },
      rotatedKeys: ['apiKey'],
      passing: ['url'],
    }),
    'Account',
    'Account: url set; apiKey replaced; url for a while only (acc_1)',
    null,
  ],
  'clock.changed': [
    makeRecord(1, { type: 'clock.changed', now: 'x', speed: 1, text: 'A day went by.' }),
    'Clock',
    'A day went by.',
    null,
  ],
  'harness.notice': [
    makeRecord(1, { type: 'harness.notice', level: 'warning', code: 'x', message: 'Nothing answers.' }),
    'Notice',
    'Nothing answers.',
    'warning',
  ],
  'stage.reset': [makeRecord(1, { type: 'stage.reset' }), 'Reset', 'Stage reset: lane “default” starts from nothing', null],
  'lane.created': [
    makeRecord(1, { type: 'lane.created', seed: '7', isRepeatable: true }),
    'Lane',
    'Lane “default” opened, repeatable',
    null,
  ],
  'lane.disposed': [
    makeRecord(1, { type: 'lane.disposed' }),
    'Lane',
    'Lane “default” disposed: its payments are forgotten, its keys no longer work',
    null,
  ],
};
