import { expect, test } from 'vitest';
import type { OfferView } from '../../server/http/control/provider-replies.js';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { groupByReason, groupByState } from '../../ui/src/story/group-offers.js';
import {
  countDeliveries,
  findCreation,
  findLastDelivery,
  findNextAttempt,
  matchesWords,
} from '../../ui/src/story/payment-facts.js';
import { describeAge, describeWait, toStageTime } from '../../ui/src/story/stage-time.js';
import { makeAttemptFinished, makeEventAnnounced, makePaymentCreated } from './make-record.js';

const offer = (label: string, leadsTo: string[], obstacle: OfferView['obstacle'] = null): OfferView => ({
  by: 'customer',
  label,
  action: { action: label },
  leadsTo,
  obstacle,
});

test('the wait until an attempt is told in the time of whoever waits', () => {
  const clock = { nowMs: 1_000_000, speed: 1, readAtMs: 500 };
  expect(describeWait(1_028_000, clock, 500)).toBe('in 28 s');
  expect(describeWait(1_028_000, clock, 20_500)).toBe('in 8 s');
  expect(describeWait(1_028_000, clock, 40_000)).toBe('now');
  expect(describeWait(1_600_000, { ...clock, speed: 60 }, 500)).toBe('in 10 s (10 min of stage time)');
  expect(describeWait(1_028_000, { ...clock, speed: 0 }, 9_999_999)).toBe('in 28 s of stage time; the clock stands');
});

test('stage time goes on from where it was read, and never back', () => {
  expect(toStageTime({ nowMs: 100, speed: 10, readAtMs: 5 }, 8)).toBe(130);
  expect(toStageTime({ nowMs: 100, speed: 10, readAtMs: 5 }, 1)).toBe(100);
});

test('an age is told in its largest part', () => {
  expect([0, 999, 61_000, 7_200_000, 90_000_000].map((ms) => describeAge(0, ms))).toEqual(['now', 'now', '1 min', '2 h', '1 d']);
});

test('a state is reached by what stops there, and only where nothing does by what passes through', () => {
  const ways = groupByState([
    offer('Pay', ['INIT', 'PAYING', 'DONE']),
    offer('Decline', ['INIT', 'PAYING', 'FAILED']),
    offer('Ask', ['INIT']),
    offer('Cancel', ['CANCELLED'], { message: 'No', hint: '' }),
    offer('Note', []),
  ]);
  expect([...ways].map(([state, list]) => [state, list.map((way) => `${way.offer.label} ${way.stopsAt}`)])).toEqual([
    ['INIT', ['Ask INIT']],
    ['PAYING', ['Pay DONE', 'Decline FAILED']],
    ['DONE', ['Pay DONE']],
    ['FAILED', ['Decline FAILED']],
  ]);
});

test('what cannot be done for the same reason shares it, in whole sentences', () => {
  const used = { message: 'It was paid', hint: 'Create another one.' };
  const groups = groupByReason([
    offer('Pay', [], used),
    offer('Open', []),
    offer('Cancel', [], used),
    offer('Move', [], { message: 'Not now', hint: '' }),
  ]);
  expect(groups.map(([reason, offers]) => [reason, offers.map(({ label }) => label)])).toEqual([
    ['It was paid. Create another one.', ['Pay', 'Cancel']],
    ['Not now.', ['Move']],
  ]);
});

test('a payment is told in a line', () => {
  const nextAttemptAt = '2025-11-21T03:06:00.000Z';
  const failed = makeAttemptFinished(3, 'p1', 1, { code: 'timeout', deliveryStatus: 'pending', nextAttemptAt });
  const { payments } = reduce(emptyLogState, [makePaymentCreated(1, 'p1'), makeEventAnnounced(2, 'p1'), failed]);
  const story = payments.get('p1');
  if (!story) throw new Error('no story');
  expect(countDeliveries(story)).toEqual({ pending: 1, acknowledged: 0, exhausted: 0, forgotten: 0 });
  expect(findNextAttempt(story)).toBe(nextAttemptAt);
  expect(findLastDelivery(story)).toBe('dlv_1');
  expect(findCreation(story)?.seq).toBe(1);
  expect(matchesWords(story, 'Test Pay', ['order', 'test pay'])).toBe(true);
  expect(matchesWords(story, 'Test Pay', ['order', 'nobody'])).toBe(false);
  // A link is opened before the titles of the providers are known.
  expect(matchesWords(story, 'Another title', ['another'])).toBe(true);
});
