import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { askControl, createIntentIn, openLane } from '../support/lanes.js';

let harness: Harness;
/** How many listen to the log beside those that were there at the start. */
let countListeners: () => number;

beforeEach(async () => {
  harness = await startHarness();
  const { log } = harness.engine;
  const subscribe = log.subscribe.bind(log);
  let open = 0;
  log.subscribe = (listener) => {
    open++;
    const unsubscribe = subscribe(listener);
    return () => {
      open--;
      unsubscribe();
    };
  };
  countListeners = () => open;
});
afterEach(() => harness.close());

interface Found {
  records: LogRecord[];
  newestSeq: number;
}
const poll = (path: string) => callControl<Found>(harness, 'GET', path);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resume) => setImmediate(resume));
}

test('a reader that waits is woken by the first record of its lane, and by no other', async () => {
  const lane = await openLane(harness, { name: 'own' });
  const other = await openLane(harness);
  const after = harness.engine.log.newestSeq;
  const waiting = poll(`/lanes/own/records?after=${after}&waitMs=30000`);
  await until(() => countListeners() === 1);
  await createIntentIn(other);
  expect(countListeners()).toBe(1);
  await createIntentIn(lane);
  const { records, newestSeq } = await waiting;
  expect(records[0]).toMatchObject({ lane: 'own', type: 'payment.created' });
  expect(newestSeq).toBeGreaterThanOrEqual(records.at(-1)?.seq ?? 0);
  expect(countListeners()).toBe(0);
});

test('answers at once when there is something, and with nothing when the time is over', async () => {
  const lane = await openLane(harness, { name: 'own' });
  expect((await poll('/lanes/own/records?waitMs=30000')).records).toHaveLength(1);
  const found = await poll(`/lanes/own/records?after=${harness.engine.log.newestSeq}&waitMs=20`);
  expect(found).toMatchObject({ records: [], newestSeq: harness.engine.log.newestSeq });
  await lane.dispose();
});

test('waits for a record of the asked type and payment, and starts after what it looked at', async () => {
  const lane = await openLane(harness, { name: 'own' });
  const id = await createIntentIn(lane);
  const wanted = `/lanes/own/records?payment=${id}&type=payment.status_changed,redirect.issued`;
  const first = await poll(wanted);
  expect(first.newestSeq).toBe(harness.engine.log.newestSeq);
  const waiting = poll(`${wanted}&after=${first.newestSeq}&waitMs=30000&limit=1`);
  await until(() => countListeners() === 1);
  await createIntentIn(lane);
  await lane.call('POST', `/payments/${id}/customer`, { action: 'pay' });
  const { records, newestSeq } = await waiting;
  expect(records).toMatchObject([{ type: 'payment.status_changed', paymentId: id }]);
  // Cut by the limit: what comes after has not been looked at.
  expect(newestSeq).toBe(records[0]?.seq);
  expect(await askControl(harness, 'GET', '/records?type=payment.creatd')).toMatchObject({ status: 400, code: 'invalid_query' });
});

test('a connection that is closed while it waits leaves nothing behind', async () => {
  const { port } = harness.address;
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET /_paystage/api/records?after=999&waitMs=30000 HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  await until(() => countListeners() === 1);
  socket.destroy();
  await until(() => countListeners() === 0);
});

test('the disposal of its lane and the end of the harness answer whoever waits', async () => {
  const lane = await openLane(harness, { name: 'own' });
  const after = harness.engine.log.newestSeq;
  const ofLane = poll(`/lanes/own/records?after=${after}&waitMs=30000`);
  await until(() => countListeners() === 1);
  await lane.dispose();
  expect((await ofLane).records.map(({ type }) => type)).toEqual(['lane.disposed']);
  const ofAll = poll(`/records?after=${harness.engine.log.newestSeq}&waitMs=30000`);
  await until(() => countListeners() === 1);
  await harness.close();
  expect((await ofAll).records).toEqual([]);
  // Whoever was not answered would outlast this test.
}, 25_000);

test.each(['after=9007199254740990', 'type=payment.created', 'payment=none'])(
  'the disposal of its lane answers whoever waits there for what it is not: %s',
  async (query) => {
    const lane = await openLane(harness, { name: 'own' });
    const waiting = poll(`/lanes/own/records?waitMs=30000&${query}`);
    await until(() => countListeners() === 1);
    await lane.dispose();
    expect((await waiting).records).toEqual([]);
    expect(countListeners()).toBe(0);
  },
  25_000,
);

test('the reply says where the log ends, also to whoever reads from its beginning or asks for what is after its end', async () => {
  const lane = await openLane(harness);
  await createIntentIn(lane);
  const last = harness.engine.log.newestSeq;
  expect(last).toBeGreaterThan(1);
  expect(await poll('/records?limit=1')).toMatchObject({ records: [{ seq: 1 }], newestSeq: 1, lastSeq: last });
  expect(await poll('/records?after=9007199254740990')).toMatchObject({ records: [], newestSeq: last, lastSeq: last });
});

test('whoever waits for what comes after a place beyond the end gets nothing from before it', async () => {
  const lane = await openLane(harness);
  const waiting = poll('/records?after=9007199254740990&waitMs=200');
  await until(() => countListeners() === 1);
  await createIntentIn(lane);
  expect(await waiting).toMatchObject({ records: [] });
});
