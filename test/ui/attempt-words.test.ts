import { describe, expect, test } from 'vitest';
import type { CapturedRequest, LogRecord } from '../../server/protocol/records.js';
import { listFacts } from '../../ui/src/format/facts.js';
import { formatAttemptNumber, formatLatency } from '../../ui/src/format/measures.js';
import { listMessages } from '../../ui/src/format/messages.js';
import { explain } from '../../ui/src/format/summarize.js';
import { summarizeIn } from '../../ui/src/format/summarize-in.js';
import { describeVerdict } from '../../ui/src/format/verdict.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced } from './make-record.js';

const request: CapturedRequest = { method: 'POST', url: '/testpay/pay?x=1', headers: [] };

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
