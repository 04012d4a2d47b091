import { describe, expect, test } from 'vitest';
import { emptyLogState } from '../../ui/src/state/log-state.js';
import { reduce } from '../../ui/src/state/reduce.js';
import { holdOrder, orderPayments, splitSearch } from '../../ui/src/story/order-payments.js';
import { countDeliveries, findLastDelivery, findNextAttempt } from '../../ui/src/story/payment-facts.js';
import { describeAge, describeWait, toStageTime } from '../../ui/src/story/stage-time.js';
import {
  makeAttemptFinished,
  makeAttemptStarted,
  makeEventAnnounced,
  makePaymentCreated,
  makeRecord,
  makeStatusChanged,
} from './make-record.js';

const titles = new Map([['testpay', 'Test Pay']]);
const everything = { words: [], titles };
const three = reduce(emptyLogState, [
  makePaymentCreated(1, 'pay_1', { reference: 'Chair' }),
  makePaymentCreated(2, 'pay_2', { reference: 'Table', provider: 'other' }),
  makePaymentCreated(3, 'pay_3', { reference: 'Lamp' }),
]);
const listIds = (order: { stories: readonly { paymentId: string }[] }) => order.stories.map(({ paymentId }) => paymentId);

describe('the list of payments', () => {
  test('has the newest first', () => {
    expect(listIds(orderPayments(three.payments, everything))).toEqual(['pay_3', 'pay_2', 'pay_1']);
  });

  test('finds payments by every word, in id, reference, status, outcome and provider', () => {
    const find = (typed: string) => listIds(orderPayments(three.payments, { words: splitSearch(typed), titles }));
    expect(find('chair')).toEqual(['pay_1']);
    expect(find('test PAY')).toEqual(['pay_3', 'pay_1']);
    expect(find('pay_2 open')).toEqual(['pay_2']);
    expect(find('created other')).toEqual(['pay_2']);
    expect(find('chair other')).toEqual([]);
    expect(orderPayments(three.payments, { words: ['chair'], titles }).hiddenCount).toBe(2);
  });

  test('finds a payment by what it became', () => {
    const later = reduce(three, [makeStatusChanged(4, 'pay_1', 'paid')]);
    const search = { words: ['paid'], titles };
    expect(listIds(orderPayments(three.payments, search))).toEqual([]);
    expect(listIds(orderPayments(later.payments, search))).toEqual(['pay_1']);
  });

  test('holds its lines while somebody reads, and counts what came', () => {
    const held = orderPayments(three.payments, everything);
    const later = reduce(three, [makeStatusChanged(4, 'pay_2', 'paid'), makePaymentCreated(5, 'pay_4')]);
    const shown = holdOrder(held, later.payments, orderPayments(later.payments, everything));
    expect(listIds(shown)).toEqual(['pay_3', 'pay_2', 'pay_1']);
    expect(shown.stories[1]?.status).toBe('paid');
    expect(shown.newCount).toBe(1);
  });

  test('keeps a payment that the page let go for as long as it is held', () => {
    const held = orderPayments(three.payments, everything);
    const later = reduce(three, [makePaymentCreated(4, 'pay_4')], { maxRecords: 2, maxChars: 1e9 });
    const shown = holdOrder(held, later.payments, orderPayments(later.payments, everything));
    expect(listIds(shown)).toEqual(['pay_3', 'pay_2', 'pay_1']);
  });
});

describe('what the list says about deliveries', () => {
  const story = (...records: Parameters<typeof reduce>[1]) => {
    const found = reduce(emptyLogState, records).payments.get('p');
    if (!found) throw new Error('no story');
    return found;
  };

  test('counts them by how they stand', () => {
    const waiting = story(makePaymentCreated(1, 'p'), makeEventAnnounced(2, 'p'));
    expect(countDeliveries(waiting)).toEqual({ pending: 1, acknowledged: 0, exhausted: 0, forgotten: 0 });
    const done = story(makeEventAnnounced(1, 'p'), makeAttemptStarted(2, 'p'), makeAttemptFinished(3, 'p'));
    expect(countDeliveries(done)).toEqual({ pending: 0, acknowledged: 1, exhausted: 0, forgotten: 0 });
    expect(findLastDelivery(done)).toBe('dlv_1');
  });

  test.each([
    ['somebody drops', makeRecord(4, { type: 'delivery.dropped', paymentId: 'p', eventId: 'evt_1', deliveryId: 'dlv_1' })],
    [
      'a fault drops',
      makeRecord(4, {
        type: 'fault.used',
        faultId: 'flt_1',
        fault: 'dropped',
        paymentId: 'p',
        deliveryId: 'dlv_1',
        sentence: 'The webhook is never sent.',
        isDropped: true,
      }),
    ],
  ])('waits for nothing any more where %s it', (_who, record) => {
    const at = '2025-11-21T04:00:00.000Z';
    const failed = makeAttemptFinished(3, 'p', 1, { code: 'not_acknowledged', deliveryStatus: 'pending', nextAttemptAt: at });
    const dropped = story(makePaymentCreated(1, 'p'), makeEventAnnounced(2, 'p'), failed, record);
    expect(countDeliveries(dropped)).toEqual({ pending: 0, acknowledged: 0, exhausted: 1, forgotten: 0 });
    expect(findNextAttempt(dropped)).toBeNull();
  });

  test('waits for nothing any more where the stage was reset, and keeps what came before', () => {
    const at = '2025-11-21T04:00:00.000Z';
    const failed = makeAttemptFinished(3, 'p', 1, { code: 'not_acknowledged', deliveryStatus: 'pending', nextAttemptAt: at });
    const reset = makeRecord(4, { type: 'stage.reset' });
    const forgotten = story(makePaymentCreated(1, 'p'), makeEventAnnounced(2, 'p'), failed, reset);
    expect(countDeliveries(forgotten)).toEqual({ pending: 0, acknowledged: 0, exhausted: 0, forgotten: 1 });
    expect(findNextAttempt(forgotten)).toBeNull();
    const done = story(makeEventAnnounced(1, 'p'), makeAttemptFinished(2, 'p'), makeRecord(3, { type: 'stage.reset' }));
    expect(countDeliveries(done)).toMatchObject({ acknowledged: 1, forgotten: 0 });
  });

  test('names the attempt that is due next', () => {
    const at = '2025-11-21T04:00:00.000Z';
    const failed = makeAttemptFinished(3, 'p', 1, { code: 'not_acknowledged', deliveryStatus: 'pending', nextAttemptAt: at });
    expect(findNextAttempt(story(makeEventAnnounced(1, 'p'), failed))).toBe(at);
    expect(findNextAttempt(story(makeEventAnnounced(1, 'p')))).toBeNull();
  });
});

describe('time on the stage', () => {
  const clock = { nowMs: 1_000_000, speed: 1, readAtMs: 500 };

  test('goes on as fast as its clock', () => {
    expect(toStageTime(clock, 1_500)).toBe(1_001_000);
    expect(toStageTime({ ...clock, speed: 60 }, 1_500)).toBe(1_060_000);
    expect(toStageTime({ ...clock, speed: 0 }, 99_999)).toBe(1_000_000);
    expect(toStageTime(clock, 0)).toBe(1_000_000);
  });

  test('counts down in the time that somebody waits', () => {
    expect(describeWait(1_030_000, clock, 500)).toBe('in 30 s');
    expect(describeWait(1_030_000, clock, 10_500)).toBe('in 20 s');
    expect(describeWait(1_000_000 + 600_000, { ...clock, speed: 60 }, 500)).toBe('in 10 s (10 min of stage time)');
    expect(describeWait(1_000_000, clock, 500)).toBe('now');
  });

  test('says that a clock which stands brings nothing', () => {
    expect(describeWait(1_030_000, { ...clock, speed: 0 }, 99_999)).toContain('the clock stands');
  });

  test('says how old something is in one part', () => {
    expect([500, 61_000, 3_700_000].map((age) => describeAge(0, age))).toEqual(['now', '1 min', '1 h']);
  });
});
