import { expect, test } from 'vitest';
import { listFacts } from '../../ui/src/format/facts.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { hasNewerAttempt } from '../../ui/src/state/record-context.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced, makePaymentCreated } from './make-record.js';

const NEXT = { deliveryStatus: 'pending', nextAttemptAt: '2025-11-21T03:06:10.000Z' } as const;
const first = makeAttemptFinished(4, 'p1', 1, NEXT);
const before = [makePaymentCreated(1, 'p1'), makeEventAnnounced(2, 'p1'), makeAttemptStarted(3, 'p1'), first];

test('an attempt is the newest one of its delivery until the next one begins', () => {
  const read = (records: typeof before) => reduce(emptyLogState, records).payments.get('p1');
  expect(hasNewerAttempt(first, read(before))).toBe(false);
  expect(hasNewerAttempt(first, read([...before, makeAttemptStarted(5, 'p1', 2)]))).toBe(true);
  expect(hasNewerAttempt(first, undefined)).toBe(false);
});

test('an attempt of another delivery makes none of them old', () => {
  const other = makeAttemptFinished(5, 'p1', 1, { ...NEXT, deliveryId: 'dlv_other', attemptId: 'att_other' });
  const story = reduce(emptyLogState, [...before, other]).payments.get('p1');
  expect(hasNewerAttempt(first, story)).toBe(false);
  expect(hasNewerAttempt(other, story)).toBe(false);
});

test('only the newest attempt says when the next one comes', () => {
  const labels = (isOver: boolean) => listFacts(first, undefined, isOver).map(({ label }) => label);
  expect(labels(false)).toContain('Next attempt');
  expect(labels(true)).not.toContain('Next attempt');
});
