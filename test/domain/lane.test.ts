import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANE_NAME, laneOfBin, laneOfLine } from '../../server/domain/lane.js';
import { applyRecord, createState, toSnapshot } from '../../server/domain/state.js';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';

const created = (paymentId: string): RecordBody => ({
  type: 'payment.created',
  paymentId,
  provider: 'p',
  accountId: 'a',
  amountMinor: 100,
  currency: 'USD',
  reference: '',
  status: 'NEW',
  outcome: 'succeeded',
  checkoutUrl: null,
  data: {},
});

function play(steps: [lane: string, body: RecordBody][], maxPayments = 100) {
  const state = createState();
  steps.forEach(([lane, body], index) => {
    const record = { seq: index + 1, at: new Date(index * 1_000).toISOString(), lane, ...body } as LogRecord;
    applyRecord(state, record, { maxPayments });
  });
  return state;
}

const opened: RecordBody = { type: 'lane.created', seed: '7', isRepeatable: true };

test.each(['stage.reset', 'lane.disposed'] as const)('%s forgets payments and holds of its lane and of no other', (type) => {
  const held: RecordBody = { type: 'hold.set', holdId: 'h1', target: 'delivery', paymentId: null, count: 1 };
  const state = play([
    ['a', opened],
    ['b', opened],
    ['a', created('1')],
    ['b', created('2')],
    ['a', held],
    ['b', { ...held, holdId: 'h2' } as RecordBody],
    ['a', { type }],
  ]);
  expect([...state.payments.keys()]).toEqual(['2']);
  expect([...state.holds.keys()]).toEqual(['h2']);
  expect([...state.lanes.keys()]).toEqual(type === 'lane.disposed' ? ['b'] : ['a', 'b']);
});

test('a snapshot keeps the lanes and the time of the default one, and one from before there were lanes has none', () => {
  const state = play([
    ['default', created('1')],
    ['a', opened],
  ]);
  const again = createState(toSnapshot(state));
  expect(again.lanes.get('a')).toEqual({ name: 'a', seed: '7', isRepeatable: true, createdAtMs: 1_000 });
  expect(again.stageTimeMs).toBe(0);
  const { lanes: _lanes, stageTimeMs: _time, ...old } = toSnapshot(state);
  expect(createState(old).lanes.size).toBe(0);
});

test('a reset of the default lane leaves no time to go on from, one of another lane does not touch it', () => {
  expect(
    play([
      ['default', created('1')],
      ['a', { type: 'stage.reset' }],
    ]).stageTimeMs,
  ).toBe(0);
  const state = play([
    ['default', created('1')],
    ['default', { type: 'stage.reset' }],
    ['a', opened],
  ]);
  expect(createState(toSnapshot(state)).stageTimeMs).toBeNull();
});

test('a lane that needs room for a payment gives up its own before those of others', () => {
  const state = play(
    [...['1', '2'].map((id): [string, RecordBody] => ['other', created(id)]), ['own', created('3')], ['own', created('4')]],
    3,
  );
  expect([...state.payments.keys()]).toEqual(['1', '2', '4']);
});

test('the lane of a line is the lane of its record, whatever the rest of it says', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.string(), (seq, lane, text) => {
      const at = new Date(seq).toISOString();
      expect(laneOfLine(JSON.stringify({ seq, at, lane, text, type: 'x' }))).toBe(lane);
      expect(laneOfLine(JSON.stringify({ text: `{"seq":1,"at":"","lane":"${text}"`, seq, at, lane }))).toBe(lane);
    }),
  );
});

test('a bin belongs to the lane in front of its first dot, if that is one', () => {
  const isLane = (name: string) => name === 'a' || name === 'lane-1';
  expect(['a.x', 'lane-1.x.y', 'b.a.x', 'a', 'x', 'a-.x', '.a'].map((bin) => laneOfBin(bin, isLane))).toEqual([
    'a',
    'lane-1',
    ...Array(5).fill('default'),
  ]);
});

test('no name of a lane has anything that means something in a path, a bin or a search', () => {
  for (const name of ['default', 'a', 'lane-0a1b2c3d', '0', 'a'.repeat(40)]) expect(LANE_NAME.test(name)).toBe(true);
  for (const name of ['', '-a', 'A', 'a.b', 'a/b', 'a b', 'ä', 'a\n', 'a'.repeat(41), '*'])
    expect(LANE_NAME.test(name)).toBe(false);
});
