import { describe, expect, test } from 'vitest';
import type { CapturedRequest, CapturedResponse, LogRecord, PaymentActed, RecordBody } from '../../server/protocol/records.js';
import { listFacts } from '../../ui/src/format/facts.js';
import { describeKind } from '../../ui/src/format/kind.js';
import { formatAttemptNumber, formatLatency } from '../../ui/src/format/measures.js';
import { joinHeaders, listMessages } from '../../ui/src/format/messages.js';
import { explain, summarize } from '../../ui/src/format/summarize.js';
import { summarizeIn } from '../../ui/src/format/summarize-in.js';
import { describeVerdict } from '../../ui/src/format/verdict.js';
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
const examples: Record<RecordBody['type'], [LogRecord, kind: string, sentence: string, verdict: string | null]> = {
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
    'Delivery dropped: it is never sent',
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
    }),
    'Account',
    'Account: url set; apiKey replaced (acc_1)',
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

describe.each(Object.entries(examples))('%s', (_type, [record, kind, sentence, verdict]) => {
  test('has its kind, its sentence, its verdict and its facts', () => {
    expect(describeKind(record).label).toBe(kind);
    expect(summarize(record)).toBe(sentence);
    expect(describeVerdict(record)?.text ?? null).toBe(verdict);
    expect(
      listFacts(record)
        .slice(0, 3)
        .map(({ label }) => label),
    ).toEqual(['Time', 'UTC', 'Record']);
  });
});

test('a record of a type that is not known yet is named and does no harm', () => {
  const future = { seq: 1, at: '2030-01-01T00:00:00.000Z', lane: 'default', type: 'future.thing' } as unknown as LogRecord;
  expect(summarize(future)).toBe('Record of a type that this page does not know: future.thing');
  expect(describeKind(future).label).toBe('Record');
  expect(describeVerdict(future)).toBeNull();
  expect(listFacts(future)).toHaveLength(3);
  expect(listMessages(future)).toEqual({ wire: [], attachments: [] });
});

test('an attempt waits until its answer is there', () => {
  const started = makeAttemptStarted(1, 'p1');
  expect(describeVerdict(started, true)).toEqual({ text: 'waiting', tone: 'wait' });
  expect(describeVerdict(started, false)).toBeNull();
});

test('only an acknowledged attempt is good', () => {
  expect(describeVerdict(makeAttemptFinished(1, 'p1'))?.tone).toBe('good');
  for (const code of [
    'not_acknowledged',
    'redirect',
    'refused',
    'dns',
    'tls',
    'reset',
    'timeout',
    'invalid_response',
    'blocked_target',
  ] as const) {
    expect(describeVerdict(makeAttemptFinished(1, 'p1', 1, { code }))?.tone).toBe('bad');
  }
});

test('an attempt shows its number, how long it took and when the next one is due', () => {
  const record = makeAttemptFinished(1, 'p1', 3, {
    latencyMs: 1_500,
    deliveryStatus: 'pending',
    nextAttemptAt: '2025-11-21T03:06:10.000Z',
  });
  expect(formatAttemptNumber(record)).toBe('#3');
  expect(formatLatency(record)).toBe('1.5 s');
  expect(explain(record)).toMatch(/^Next attempt at \d\d:\d\d:10\.000\.$/);
});

test('A1 what can be done about an attempt is said as long as it is looked at, its next one until there is one', () => {
  const record = makeAttemptFinished(1, 'p1', 3, {
    code: 'refused',
    hint: 'Is your app running on http://localhost:9?',
    nextAttemptAt: '2025-11-21T03:06:10.000Z',
  });
  expect(explain(record)).toMatch(/^Is your app running on http:\/\/localhost:9\? Next attempt at .*\.$/);
  expect(explain(record, true)).toBe('Is your app running on http://localhost:9?');
});

describe('an attempt among the other records', () => {
  const event = makeEventAnnounced(1, 'p1', '{"a":1}') as LogRecord & { type: 'event.announced' };
  const endpoint = 'http://localhost:3000/hook';
  const finished = makeAttemptFinished(3, 'p1', 1, { request, sentence: 'answered 204, which Testpay accepts.' });

  test('says which event it delivers, and where to while that is not plain', () => {
    expect(summarizeIn(makeAttemptStarted(2, 'p1'), { event, endpoint })).toBe(
      'Event “paid” to localhost:3000/hook: attempt 1 sent',
    );
    expect(summarizeIn(finished, { event, endpoint })).toBe('Event “paid”: answered 204, which Testpay accepts.');
    const twoTargets = { ...event, deliveries: [...event.deliveries, { deliveryId: 'dlv_2', endpoint: 'https://x/y' }] };
    expect(summarizeIn(finished, { event: twoTargets, endpoint: 'https://x/y' })).toMatch(/^Event “paid” to x\/y: answered 204/);
    expect(summarizeIn(finished, { event: null, endpoint })).toBe('Answered 204, which Testpay accepts.');
  });

  test('shows the payload of its event as what it sent, because its own record does not repeat it', () => {
    expect(listMessages(finished, event).wire[0]).toMatchObject({
      body: { text: '{"a":1}' },
      bodyNote: expect.stringContaining('same bytes'),
    });
    expect(listMessages(finished).wire[0]).toMatchObject({ body: null, bodyNote: expect.stringContaining('no longer holds') });
    const own = { text: 'other', sizeBytes: 5 };
    const tampered = makeAttemptFinished(3, 'p1', 1, { request: { ...request, body: own } });
    expect(listMessages(tampered, event).wire[0]).toMatchObject({ body: own, bodyNote: null });
  });

  test('says when it was sent', () => {
    expect(listFacts(finished, makeAttemptStarted(2, 'p1'))[0]?.label).toBe('Sent');
  });
});

test('a very long text is cut in the line', () => {
  expect(summarize(makePaymentCreated(1, 'p1', { reference: 'x'.repeat(10_000) }))).toHaveLength(400);
});

test('an event that no endpoint hears says that nobody is told', () => {
  const record = makeRecord(1, {
    type: 'event.announced',
    paymentId: 'p1',
    eventId: 'e',
    status: 'paid',
    contentType: 'text/plain',
    body: '',
    deliveries: [],
  });
  expect(summarize(record)).toBe('Event “paid” happened; no endpoint is set, so nobody is told');
});

test('headers keep their order, their case and their repetitions', () => {
  const [api] = examples['api.called'];
  expect(joinHeaders(listMessages(api).wire[0]?.headers ?? [])).toBe('B: 1\na: 2\nB: 3');
});

test('an encrypted event shows its payload on the wire and before encryption', () => {
  const record = makeEventAnnounced(1, 'p1', 'c2VjcmV0');
  expect(
    listMessages({ ...record, plainBody: '{"a":1}' } as LogRecord).attachments.map(({ title, body }) => [title, body.text]),
  ).toEqual([
    ['Payload that every attempt sends', 'c2VjcmV0'],
    ['Payload before encryption', '{"a":1}'],
  ]);
});

test('an action says whether it came from the checkout, from a press on this page or from a call', () => {
  const act = (source: PaymentActed['source'], actor: PaymentActed['actor'] = 'customer') =>
    summarize(makeRecord(1, { type: 'payment.acted', ...about, actor, source, action: { action: 'pay' } }));
  expect(act('page')).toBe('Customer chose “pay” on the checkout page');
  expect(act('live_page')).toBe('Customer played by hand on the live page: “pay”');
  expect(act('live_page', 'provider')).toBe('Provider played by hand on the live page: “pay”');
  expect(act('control')).toBe('Customer played by a call: “pay”');
});

test('a checkout address is something to open and to copy; where there is none, neither', () => {
  const checkoutOf = (checkoutUrl: string | null) =>
    listFacts({ ...makePaymentCreated(1, 'p1'), checkoutUrl } as LogRecord).find(({ label }) => label === 'Checkout');
  const value = 'http://localhost:4747/testpay/p1';
  expect(checkoutOf(value)).toEqual({ label: 'Checkout', value, isCopyable: true, isLink: true });
  expect(checkoutOf(null)).toMatchObject({ isCopyable: false });
  expect(checkoutOf(null)?.isLink).toBeUndefined();
});

test('facts leave out what the provider keeps to itself', () => {
  const created = { ...makePaymentCreated(1, 'p1'), data: { tail: 'x', note: 'y' } } as LogRecord;
  const textsOf = (internal?: string[] | null) => listMessages(created, null, internal).attachments.map(({ body }) => body.text);
  expect(textsOf(['tail'])).toEqual(['{"note":"y"}']);
  expect(textsOf(['tail', 'note'])).toEqual([]);
  expect(textsOf()).toEqual(['{"tail":"x","note":"y"}']);
  // The page has not been told yet which they are.
  expect(textsOf(null)).toEqual([]);
});
