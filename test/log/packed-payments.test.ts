import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HarnessError } from '../../server/domain/errors.js';
import type { StoredBlock } from '../../server/domain/packed-block.js';
import type { Store } from '../../server/log/open-store.js';
import { isPackedText, packer } from '../../server/log/packer.js';
import { AT_MS, appendPayments, makeFolder, makePayment, makeStatusChange, openAt } from './temporary-store.js';

/** So many that most are packed; each with an announced event that was acknowledged. */
const COUNT = 600;

async function payMany(store: Store, from = 1, to = COUNT): Promise<void> {
  for (let number = from; number <= to; number++) {
    const paymentId = String(number);
    const about = { paymentId, eventId: `evt_${number}`, deliveryId: `dlv_${number}_1`, attemptId: `att_${number}_1` };
    const deliveries = [{ deliveryId: about.deliveryId, endpoint: 'http://localhost:1/' }];
    const body = `{"order":"größer ${number}"}`;
    const records = [
      makePayment(number),
      makeStatusChange(number),
      {
        type: 'event.announced',
        paymentId,
        eventId: about.eventId,
        status: 'paid',
        contentType: 'application/json',
        body,
        deliveries,
      },
      { type: 'attempt.started', ...about, number: 1, trigger: 'scheduled' },
      { type: 'attempt.finished', ...about, number: 1, trigger: 'scheduled', ...ACKNOWLEDGED },
    ];
    for (const record of records) store.log.append('default', AT_MS + number, record as ReturnType<typeof makePayment>);
    if (number % 50 === 0) await store.log.durable(store.log.newestSeq);
  }
}

const ACKNOWLEDGED = {
  code: 'acknowledged',
  sentence: 'answered 204.',
  deliveryStatus: 'acknowledged',
  nextAttemptAt: null,
  latencyMs: 1,
};

function readOut({ state }: Store): unknown {
  return structuredClone({
    payments: [...state.payments.values()],
    events: new Map(state.events),
    deliveries: new Map(state.deliveries),
    evicted: state.evictedCount,
  });
}

const countPacked = ({ state }: Store) => [...state.payments.keys()].filter((id) => state.payments.isPacked(id)).length;

async function makePackedFolder(): Promise<{ folder: string; path: string; before: unknown }> {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await payMany(store);
  const before = readOut(store);
  await store.close();
  return { folder, path: join(folder, 'db.json'), before };
}

type Data = { version: number; state: { packed: StoredBlock[]; order: string[]; payments: unknown[] } };

async function edit(path: string, change: (data: Data) => unknown): Promise<string> {
  const text = await readFile(path, 'utf8');
  const data = JSON.parse(text) as Data;
  change(data);
  await writeFile(path, JSON.stringify(data));
  return text;
}

test('packed payments are there again after a restart, as they were, and whatever happens to one of them is kept', async () => {
  const { folder, path, before } = await makePackedFolder();
  // A payment takes some 800 bytes as plain text here.
  expect((await stat(path)).size).toBeLessThan(COUNT * 600);
  const second = await openAt(folder);
  expect(second.notices).toEqual([]);
  expect(countPacked(second)).toBeGreaterThan(300);
  expect(readOut(second)).toEqual(before);
  second.log.append('default', AT_MS, makeStatusChange(5, 'refunded'));
  second.log.append('default', AT_MS, { type: 'delivery.requeued', paymentId: '6', deliveryId: 'dlv_6_1' });
  const changed = readOut(second);
  await second.close();
  const third = await openAt(folder);
  expect(readOut(third)).toEqual(changed);
  expect(third.state.payments.get('5')?.status).toBe('refunded');
  expect([...third.state.deliveries.open()].map(({ id }) => id)).toContain('dlv_6_1');
  await third.close();
});

test('P1 without a db.json the journal brings packed payments back', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await payMany(store);
  await store.log.durable(store.log.newestSeq);
  const copy = await makeFolder();
  await writeFile(join(copy, 'journal.jsonl'), await readFile(join(folder, 'journal.jsonl')));
  const heir = await openAt(copy);
  expect(countPacked(heir)).toBeGreaterThan(300);
  expect(readOut(heir)).toEqual(readOut(store));
  await heir.close();
  await store.close();
});

test('P13 a rotation writes packed payments too, and the number of payments stays within its limit', async () => {
  const folder = await makeFolder();
  const limits = { maxPayments: 400, maxJournalBytes: 200_000, memoryTailRecords: 100 };
  const store = await openAt(folder, { limits });
  await payMany(store, 1, 1_000);
  const before = readOut(store);
  expect(store.log.oldestSeq).toBeGreaterThan(1);
  expect(store.state.payments.size).toBe(400);
  expect(store.state.payments.has('600')).toBe(false);
  await store.close();
  const again = await openAt(folder, { limits });
  expect(again.notices).toEqual([]);
  expect(readOut(again)).toEqual(before);
  await again.close();
});

test('P9 a db.json of format 1 is read, kept beside, and written in the present format', async () => {
  const { folder, path, before } = await makePackedFolder();
  const { state, ...head } = JSON.parse(await readFile(path, 'utf8'));
  const { packed, order, ...rest } = state;
  const first = await openAt(folder);
  const plain = { payments: [...first.state.payments.values()], events: [...first.state.events.values()] };
  const deliveries = [...first.state.deliveries.values()];
  await first.close();
  expect(packed.length * 16 + rest.payments.length).toBe(order.length);
  const old = JSON.stringify({ ...head, version: 1, state: { ...rest, ...plain, deliveries } });
  await writeFile(path, old);

  const second = await openAt(folder);
  expect(second.notices).toEqual([]);
  expect(readOut(second)).toEqual(before);
  expect(await readFile(`${path}.v1.bak`, 'utf8')).toBe(old);
  await second.close();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 2 });
  const third = await openAt(folder);
  expect(readOut(third)).toEqual(before);
  await third.close();
});

const damages: [title: string, change: (data: Data) => unknown, where: string][] = [
  [
    'letter',
    ({ state }) => tamper(state.packed, 'payments', (text) => `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`),
    'packed[3]',
  ],
  ['letter of exchanges', ({ state }) => tamper(state.packed, 'exchanges', (text) => text.replace(/.(?=:)/, '!')), 'packed[3]'],
  ['packed text that is cut short', ({ state }) => tamper(state.packed, 'payments', (text) => text.slice(0, 40)), 'packed[3]'],
  ['empty packed text', ({ state }) => tamper(state.packed, 'payments', () => ''), 'packed[3]'],
  ['block without heads', ({ state }) => Object.assign(state.packed[3] ?? {}, { heads: null }), 'packed[3].heads'],
  ['head of the wrong type', ({ state }) => state.packed[3]?.heads.splice(2, 1, [7] as never), 'packed[3].heads[2]'],
  ['head that is too short', ({ state }) => state.packed[3]?.heads.splice(2, 1, ['7']), 'packed[3].heads[2]'],
  ['range of the wrong type', ({ state }) => Object.assign(state.packed[3] ?? {}, { range: ['a', 2] }), 'packed[3].range'],
  ['list of blocks of the wrong type', ({ state }) => Object.assign(state, { packed: {} }), 'state.packed'],
  ['order of the wrong type', ({ state }) => state.order.splice(2, 1, 7 as never), 'state.order[2]'],
];

function tamper(blocks: StoredBlock[], name: 'payments' | 'exchanges', change: (text: string) => string): void {
  const block = blocks[3];
  if (block) block[name] = change(block[name]);
}

test.each(damages)(
  'P5 a changed %s is damage that is named, and the journal brings the payments back',
  async (_, change, where) => {
    const { folder, path, before } = await makePackedFolder();
    await edit(path, change);
    const error = (await openAt(folder).catch((reason: unknown) => reason)) as HarnessError;
    expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
    expect(error.message).toContain(where);
    const recovered = await openAt(folder, { recover: true });
    expect(readOut(recovered)).toEqual(before);
    await recovered.close();
  },
);

test('a payment that is missing in the order is kept, and one that is nowhere is left out of it', async () => {
  const { folder, path } = await makePackedFolder();
  await edit(path, ({ state }) => state.order.splice(0, 2, 'nowhere'));
  const store = await openAt(folder);
  expect(store.state.payments.size).toBe(COUNT);
  expect([...store.state.payments.keys()].slice(-2).sort()).toEqual(['1', '2']);
  appendPayments(store, 1);
  await store.close();
});

test('what is packed is text that a JSON file takes as it is, and any changed letter is noticed', () => {
  for (const text of ['', 'x', '{"a":"größer \u{1F600}\\n"}', 'ab'.repeat(100_000)]) {
    const packed = packer.toText(packer.pack(text));
    expect(JSON.stringify(packed)).toBe(`"${packed}"`);
    expect(packer.unpack(packer.fromText(packed))).toBe(text);
    expect(isPackedText(packed)).toBe(true);
    for (let place = 0; place < Math.min(packed.length, 60); place++) {
      const other = packed[place] === 'x' ? 'y' : 'x';
      expect(isPackedText(packed.slice(0, place) + other + packed.slice(place + 1))).toBe(false);
    }
    expect(isPackedText(packed.slice(1))).toBe(false);
  }
});
