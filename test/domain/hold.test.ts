import { describe, expect, test } from 'vitest';
import { findHold } from '../../server/domain/hold.js';
import { applyRecord, createState, type State, type StateSnapshot, toSnapshot } from '../../server/domain/state.js';
import type { HoldTarget } from '../../server/protocol/hold-records.js';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';

function play(bodies: RecordBody[], state: State = createState(), lane = 'default'): State {
  for (const [index, body] of bodies.entries()) {
    const record = { seq: index + 1, at: new Date((index + 1) * 1_000).toISOString(), lane, ...body } as LogRecord;
    applyRecord(state, record, { maxPayments: 10 });
  }
  return state;
}

const set = (holdId: string, target: HoldTarget, paymentId: string | null = null, count: number | null = null): RecordBody => ({
  type: 'hold.set',
  holdId,
  target,
  paymentId,
  count,
});
const announced: RecordBody[] = [
  {
    type: 'payment.created',
    paymentId: '1',
    provider: 'p',
    accountId: 'a',
    amountMinor: 100,
    currency: 'EUR',
    reference: '',
    status: 'Unused',
    outcome: 'open',
    checkoutUrl: null,
    data: {},
  },
  {
    type: 'event.announced',
    paymentId: '1',
    eventId: 'evt_1',
    status: 'Success',
    contentType: 'application/json',
    body: '{}',
    deliveries: [{ deliveryId: 'dlv_1', endpoint: 'http://localhost:1/' }],
  },
];
const ofDelivery = { paymentId: '1', eventId: 'evt_1', deliveryId: 'dlv_1' };
const held = (holdId: string): RecordBody => ({ type: 'delivery.held', ...ofDelivery, holdId });
const released: RecordBody = { type: 'delivery.released', ...ofDelivery };

describe('a hold', () => {
  test('is set, counts down with what it holds, deliveries and redirects alike, and ends when it is cleared', () => {
    const state = play([...announced, set('h1', 'delivery', null, 2), set('h2', 'redirect', '1', 1)]);
    expect([...state.holds.values()].map(({ id, countLeft }) => [id, countLeft])).toEqual([
      ['h1', 2],
      ['h2', 1],
    ]);
    play([held('h1'), { type: 'redirect.held', paymentId: '1', redirectId: 'r1', location: 'http://x/', holdId: 'h2' }], state);
    expect([...state.holds.values()].map(({ id, countLeft }) => [id, countLeft])).toEqual([
      ['h1', 1],
      ['h2', 0],
    ]);
    play([{ type: 'hold.cleared', holdId: 'h2', reason: 'used_up' }], state);
    expect([...state.holds.keys()]).toEqual(['h1']);
  });

  test('without a count holds every one and never counts', () => {
    const state = play([...announced, set('h1', 'delivery'), held('h1'), held('h1')]);
    expect(state.holds.get('h1')?.countLeft).toBeNull();
  });

  test('takes the delivery off the schedule until it is released, which is remembered', () => {
    const state = play([...announced, set('h1', 'delivery'), held('h1')]);
    expect(state.deliveries.get('dlv_1')).toMatchObject({ heldAtMs: 4_000, nextAttemptAtMs: null });
    play([released], state);
    expect(state.deliveries.get('dlv_1')).toMatchObject({ heldAtMs: null, wasHeld: true, nextAttemptAtMs: 1_000 });
  });

  test('of one payment comes before one for any, the older before the newer, and used-up ones not at all', () => {
    const state = play([set('any', 'delivery'), set('own', 'delivery', '1'), set('later', 'delivery', '1')]);
    const find = (target: HoldTarget, paymentId: string, lane = 'default') => findHold(state.holds, target, lane, paymentId)?.id;
    expect(find('delivery', '1')).toBe('own');
    expect(find('delivery', '2')).toBe('any');
    expect(find('redirect', '1')).toBeUndefined();
    expect(find('delivery', '1', 'other')).toBeUndefined();
    play([{ type: 'hold.cleared', holdId: 'own', reason: 'by_hand' }], state);
    expect(find('delivery', '1')).toBe('later');
    const spent = play([...announced, set('once', 'delivery', '1', 1), held('once')]);
    expect(findHold(spent.holds, 'delivery', 'default', '1')).toBeUndefined();
  });

  test('ends with a reset of its lane and of no other', () => {
    const state = play([set('h1', 'delivery')]);
    play([set('h2', 'delivery')], state, 'other');
    play([{ type: 'stage.reset' }], state);
    expect([...state.holds.keys()]).toEqual(['h2']);
  });

  test('about what nobody knows changes nothing', () => {
    const state = play([held('gone'), released, { type: 'hold.cleared', holdId: 'gone', reason: 'by_hand' }]);
    // But the time: any record of the default lane tells how late it is there.
    expect({ ...toSnapshot(state), stageTimeMs: null }).toEqual(toSnapshot(createState()));
  });

  test('survives a snapshot, and a snapshot from before there were holds has none', () => {
    const state = play([...announced, set('h1', 'delivery', '1', 3), held('h1')]);
    const snapshot = JSON.parse(JSON.stringify(toSnapshot(state))) as StateSnapshot;
    expect(toSnapshot(createState(snapshot))).toEqual(toSnapshot(state));
    const { holds: _holds, ...old } = snapshot;
    const read = createState(old);
    expect(read.holds.size).toBe(0);
    expect(read.deliveries.get('dlv_1')?.id).toBe('dlv_1');
  });
});
