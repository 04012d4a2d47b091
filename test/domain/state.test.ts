import { describe, expect, test } from 'vitest';
import { applyRecord, createState, type State, toSnapshot } from '../../server/domain/state.js';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';

const limits = { maxPayments: 3 };

function play(bodies: RecordBody[], state: State = createState()): State {
  let seq = 0;
  for (const body of bodies) {
    seq++;
    applyRecord(state, { seq, at: new Date(seq * 1_000).toISOString(), lane: 'default', ...body } as LogRecord, limits);
  }
  return state;
}

const created = (id: number): RecordBody => ({
  type: 'payment.created',
  paymentId: String(id),
  provider: 'p',
  accountId: 'a',
  amountMinor: 100,
  currency: 'EUR',
  reference: '',
  status: 'Unused',
  outcome: 'open',
  checkoutUrl: null,
  data: { note: 'x', left: 1 },
});
const paid = (id: number): RecordBody => ({
  type: 'payment.status_changed',
  paymentId: String(id),
  from: 'Unused',
  to: 'Used',
  text: 'paid',
  outcome: 'succeeded',
  data: { left: null, paidOn: 'now' },
});
const announced = (id: number): RecordBody => ({
  type: 'event.announced',
  paymentId: String(id),
  eventId: `evt_${id}`,
  status: 'Success',
  contentType: 'application/json',
  body: '{}',
  deliveries: [{ deliveryId: `dlv_${id}`, endpoint: 'http://localhost:1/' }],
});

describe('the state', () => {
  test('is the fold of the records: data is merged, null removes', () => {
    const payment = play([created(1), paid(1)]).payments.get('1');
    expect(payment).toMatchObject({ status: 'Used', outcome: 'succeeded', data: { note: 'x', paidOn: 'now' } });
    expect(payment?.data).not.toHaveProperty('left');
  });

  test('survives a snapshot unchanged', () => {
    const state = play([created(1), announced(1), paid(1)]);
    const copy = createState(JSON.parse(JSON.stringify(toSnapshot(state))));
    expect(toSnapshot(copy)).toEqual(toSnapshot(state));
  });

  test('P13 makes room by forgetting the oldest finished payment, with its events and deliveries', () => {
    const state = play([
      created(1),
      created(2),
      announced(2),
      { type: 'attempt.finished', ...attempt(2), deliveryStatus: 'acknowledged' } as RecordBody,
      paid(2),
      created(3),
      created(4),
    ]);
    expect([...state.payments.keys()]).toEqual(['1', '3', '4']);
    expect(state.events.size + state.deliveries.size).toBe(0);
    expect(state.evictedCount).toBe(1);
  });

  test('P13 forgets the oldest abandoned payment when none is finished', () => {
    expect([...play([created(1), created(2), created(3), created(4)]).payments.keys()]).toEqual(['2', '3', '4']);
  });

  test('P13 never forgets a payment whose deliveries are still to be made', () => {
    const state = play([1, 2, 3].flatMap((id) => [created(id), announced(id), paid(id)]).concat(created(4)));
    expect([...state.payments.keys()]).toEqual(['1', '2', '3', '4']);
  });

  test('numbers go on after the highest one, also after its payment was forgotten', () => {
    const state = play([created(7), { type: 'stage.reset' }]);
    expect(state.payments.size).toBe(0);
    expect(state.highestNumber.get('p')).toBe(7);
  });
});

function attempt(id: number) {
  return {
    paymentId: String(id),
    eventId: `evt_${id}`,
    deliveryId: `dlv_${id}`,
    attemptId: 'att',
    number: 1,
    trigger: 'scheduled',
    code: 'acknowledged',
    sentence: '',
    nextAttemptAt: null,
    latencyMs: 1,
  };
}
