import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Packer } from '../../server/domain/packed-block.js';
import { applyRecord, createState, type State, type StateSnapshot, toSnapshot } from '../../server/domain/state.js';
import { packer } from '../../server/log/packer.js';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';

/** Applies records one after the other to several states. */
function createWriter(states: readonly State[], maxPayments = 10_000) {
  let seq = 0;
  return (body: RecordBody, lane = 'default') => {
    seq++;
    const record = { seq, at: new Date(seq * 1_000).toISOString(), lane, ...body } as LogRecord;
    for (const state of states) applyRecord(state, structuredClone(record), { maxPayments });
  };
}

const created = (id: string): RecordBody => ({
  type: 'payment.created',
  paymentId: id,
  provider: 'p',
  accountId: `account of ${id.at(-1)}`,
  amountMinor: 100,
  currency: 'EUR',
  reference: `order "${id}" \n größer`,
  status: 'Unused',
  outcome: 'open',
  checkoutUrl: null,
  data: { note: 'x' },
});
const changed = (id: string, to: string): RecordBody => ({
  type: 'payment.status_changed',
  paymentId: id,
  from: 'Unused',
  to,
  text: `is ${to}`,
  outcome: 'succeeded',
});
const announced = (id: string, number: number): RecordBody => ({
  type: 'event.announced',
  paymentId: id,
  eventId: `evt_${number}`,
  status: 'Success',
  contentType: 'application/json',
  body: `{"id":"${id}"}`,
  deliveries: [{ deliveryId: `dlv_${number}_1`, endpoint: 'http://localhost:1/' }],
});
const attempt = (id: string, number: number, count: number) => ({
  paymentId: id,
  eventId: `evt_${number}`,
  deliveryId: `dlv_${number}_1`,
  attemptId: `att_${number}_${count}`,
  number: count,
  trigger: 'scheduled' as const,
});
const started = (id: string, number: number, count = 1): RecordBody => ({
  type: 'attempt.started',
  ...attempt(id, number, count),
});
const finished = (id: string, number: number, count = 1): RecordBody =>
  ({
    type: 'attempt.finished',
    ...attempt(id, number, count),
    code: 'acknowledged',
    sentence: 'answered 204.',
    deliveryStatus: 'acknowledged',
    nextAttemptAt: null,
    latencyMs: 1,
  }) as RecordBody;

/** A payment with one event that was acknowledged; `number` names both. */
function pay(write: (body: RecordBody) => void, number: number): void {
  for (const make of [created, (id: string) => changed(id, 'Used')]) write(make(String(number)));
  for (const make of [announced, started, finished]) write(make(String(number), number));
}

/** Everything that can be asked of a state. */
function readOut(state: State): unknown {
  const byId = <T extends { id: string }>(things: Iterable<T>) => [...things].sort((one, other) => (one.id < other.id ? -1 : 1));
  const { payments, events, deliveries, packed: _packed, order: _order, ...rest } = toSnapshot(state);
  return structuredClone({
    payments: [...state.payments.values()],
    ids: [...state.payments.keys()],
    heads: [...state.payments.heads()].map(({ id, lane, provider, accountId, status, outcome, reference }) => [
      id,
      lane,
      provider,
      accountId,
      status,
      outcome,
      reference,
    ]),
    events: byId(state.events.values()),
    deliveries: byId(state.deliveries.values()),
    sizes: [state.payments.size, state.events.size, state.deliveries.size],
    rest,
  });
}

function countPacked(state: State): number {
  return [...state.payments.keys()].filter((id) => state.payments.isPacked(id)).length;
}

const restore = (state: State) => createState(JSON.parse(JSON.stringify(toSnapshot(state))) as StateSnapshot, packer);

describe('payments that are over', () => {
  test('are packed when many newer ones are there, and read as before', () => {
    const [plain, packing] = [createState(), createState(undefined, packer)];
    const write = createWriter([plain, packing]);
    for (let number = 1; number <= 600; number++) pay(write, number);
    expect(countPacked(plain)).toBe(0);
    expect(countPacked(packing)).toBeGreaterThan(300);
    expect(packing.payments.isPacked('1')).toBe(true);
    expect(packing.payments.isPacked('600')).toBe(false);
    expect(readOut(packing)).toEqual(readOut(plain));
    expect(countPacked(packing)).toBeGreaterThan(300);
    expect(packing.events.has('evt_7')).toBe(true);
    expect(packing.deliveries.has('dlv_7_1')).toBe(true);
    for (const id of ['evt_601', 'dlv_7_2', 'dlv_7', '7', '', 'evt_7 evt_8']) {
      expect(packing.events.has(id) || packing.deliveries.has(id)).toBe(false);
      expect(packing.deliveries.get(id)).toBeUndefined();
    }
    expect(packing.payments.isPacked('7')).toBe(true);
    expect(packing.deliveries.get('dlv_7_1')?.attempts[0]?.code).toBe('acknowledged');
    expect(packing.payments.isPacked('7')).toBe(false);
  });

  test('an id is found only as a whole', () => {
    const state = createState(undefined, packer);
    const write = createWriter([state]);
    for (let number = 1; number <= 400; number++) {
      pay(write, number);
      write(announced(String(number), 1_000 + number));
      write(finished(String(number), 1_000 + number));
    }
    expect(state.payments.isPacked('7')).toBe(true);
    for (const id of ['evt_7', 'evt_1007']) expect(state.events.has(id)).toBe(true);
    for (const id of ['evt_7 evt_1007', ' evt_7', 'vt_7', 'evt_100']) expect(state.events.has(id)).toBe(id === 'evt_100');
  });

  test('come back whole when a record changes them, and are packed again', () => {
    const [plain, packing] = [createState(), createState(undefined, packer)];
    const write = createWriter([plain, packing]);
    for (let number = 1; number <= 400; number++) pay(write, number);
    expect(packing.payments.isPacked('3')).toBe(true);
    write(changed('3', 'Refunded'));
    write({ type: 'delivery.requeued', paymentId: '4', deliveryId: 'dlv_4_1' });
    write(started('4', 4, 2));
    for (const id of ['3', '4']) expect(packing.payments.isPacked(id)).toBe(false);
    expect(readOut(packing)).toEqual(readOut(plain));
    for (let number = 401; number <= 1_200; number++) pay(write, number);
    expect(packing.payments.isPacked('3')).toBe(true);
    expect(packing.payments.isPacked('4')).toBe(false);
    write(finished('4', 4, 2));
    for (let number = 1_201; number <= 2_000; number++) pay(write, number);
    expect(packing.payments.isPacked('4')).toBe(true);
    expect(readOut(packing)).toEqual(readOut(plain));
  });

  test('stay open while something is still to come, or somebody holds on to them', () => {
    const state = createState(undefined, packer);
    const write = createWriter([state]);
    for (let number = 1; number <= 6; number++) pay(write, number);
    write({ type: 'payment.timer_set', paymentId: '1', timer: 'expiry', dueAt: new Date(9e12).toISOString() });
    write(announced('2', 9_002));
    write({ type: 'delivery.requeued', paymentId: '3', deliveryId: 'dlv_3_1' });
    write(started('4', 4, 2));
    state.payments.keepOpen('5');
    const kept = state.payments.get('5');
    for (let number = 7; number <= 900; number++) pay(write, number);
    expect(['1', '2', '3', '4', '5', '6'].map((id) => state.payments.isPacked(id))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect([...state.payments.open()].map(({ id }) => id)).toEqual(expect.arrayContaining(['1', '2', '3', '4', '5']));
    expect([...state.deliveries.open()].filter(({ status }) => status === 'pending').map(({ id }) => id)).toEqual(['dlv_9002_1']);
    expect(state.payments.get('5')).toBe(kept);
    write(changed('5', 'Refunded'));
    expect(kept?.status).toBe('Refunded');
  });

  test('P13 are forgotten in their turn, with their events and deliveries', () => {
    const [plain, packing] = [createState(), createState(undefined, packer)];
    const write = createWriter([plain, packing], 700);
    for (let number = 1; number <= 2_500; number++) pay(write, number);
    expect(packing.payments.size).toBe(700);
    expect(packing.evictedCount).toBe(1_800);
    expect(readOut(packing)).toEqual(readOut(plain));
    expect(packing.payments.get('1500')).toBeUndefined();
    expect(packing.deliveries.get('dlv_1500_1')).toBeUndefined();
  });

  test('do not keep the room of those that went from between them', () => {
    const state = createState(undefined, packer);
    const write = createWriter([state]);
    for (let number = 1; number <= 8_000; number++) {
      // One of sixteen stays.
      const lane = number % 16 === 0 ? 'default' : 'gone';
      for (const body of [created(String(number)), changed(String(number), 'Used')]) write(body, lane);
    }
    write({ type: 'stage.reset' } as RecordBody, 'gone');
    expect(state.payments.size).toBe(500);
    for (let number = 16; number <= 8_000; number += 160) state.payments.get(String(number));
    const { packed = [] } = toSnapshot(state);
    expect(packed.length * 16).toBeLessThan(4 * 500 + 1_024);
    expect([...state.payments.keys()]).toEqual(Array.from({ length: 500 }, (_, index) => String((index + 1) * 16)));
  });

  test('survive a snapshot unchanged, without being unpacked', () => {
    let unpacked = 0;
    const counting: Packer = {
      ...packer,
      unpack: (packed) => {
        unpacked++;
        return packer.unpack(packed);
      },
    };
    const state = createState(undefined, counting);
    const write = createWriter([state]);
    for (let number = 1; number <= 700; number++) pay(write, number);
    write({ type: 'payment.timer_set', paymentId: '20', timer: 'expiry', dueAt: new Date(9e12).toISOString() });
    const before = readOut(state);
    unpacked = 0;
    const copy = createState(JSON.parse(JSON.stringify(toSnapshot(state))) as StateSnapshot, counting);
    expect(unpacked).toBe(0);
    expect(countPacked(copy)).toBeGreaterThan(400);
    expect(readOut(copy)).toEqual(before);
    expect(toSnapshot(restore(copy))).toEqual(toSnapshot(copy));
  });

  test('a snapshot of many payments that were never packed is packed when it is written', () => {
    const plain = createState();
    const write = createWriter([plain]);
    for (let number = 1; number <= 2_000; number++) pay(write, number);
    const old = createState(structuredClone(toSnapshot(plain)), packer);
    expect(countPacked(old)).toBe(0);
    const size = JSON.stringify(toSnapshot(plain)).length;
    expect(JSON.stringify(toSnapshot(old)).length).toBeLessThan(size / 2);
    expect(countPacked(old)).toBeGreaterThan(1_700);
    expect(readOut(old)).toEqual(readOut(plain));
  });

  test('whatever happens in whatever order, nobody can tell packed payments from others', () => {
    const step = fc.record({
      what: fc.nat(8),
      which: fc.nat(999),
      lane: fc.constantFrom<string[]>('default', 'default', 'a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 300, maxLength: 700, size: 'max' }), (steps) => {
        const plain = createState();
        let packing = createState(undefined, packer);
        let number = 0;
        let seq = 0;
        for (const { what, which, lane } of steps) {
          const write = (body: RecordBody, inLane = lane) => {
            const record = { seq: ++seq, at: new Date(seq * 1_000).toISOString(), lane: inLane, ...body } as LogRecord;
            for (const state of [plain, packing]) applyRecord(state, structuredClone(record), { maxPayments: 900 });
          };
          const id = String(Math.floor((which / 1_000) * number) + 1);
          const owner = plain.payments.peek(id)?.lane ?? lane;
          if (what <= 4) for (let count = 0; count < 4; count++) pay((body) => write(body), ++number);
          else if (what === 5) write(changed(id, 'Refunded'), owner);
          else if (what === 6) write(started(id, Number(id), 2), owner);
          else if (what === 7) write(finished(id, Number(id), 2), owner);
          else if (which < 20) write({ type: 'stage.reset' } as RecordBody);
          else if (which < 100) packing = restore(packing);
          else expect(packing.deliveries.get(`dlv_${id}_1`)).toEqual(plain.deliveries.get(`dlv_${id}_1`));
        }
        expect(readOut(packing)).toEqual(readOut(plain));
      }),
      { numRuns: 5 },
    );
  });
});
