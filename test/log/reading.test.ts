import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  AT_MS,
  appendPayments,
  appendPaymentsApart,
  countUp,
  makeFolder,
  makeNotice,
  openAt,
  readAll,
  readSeqs,
} from './temporary-store.js';

test('reads the same records from any position, whether they stand in memory, in either file, or in all of them', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits: { maxPayments: 50, maxJournalBytes: 600_000, memoryTailRecords: 40 } });
  const lines: string[] = [];
  store.log.subscribe((_record, line) => lines.push(line));
  for (let index = 0; index < 1_500; index++) {
    store.log.append('default', AT_MS + index, makeNotice(`${index} ${'é'.repeat(index % 300)}`));
    if (index % 7 === 0) await store.log.durable(store.log.newestSeq);
  }
  await store.log.durable(1_500);
  const { oldestSeq } = store.log;
  expect(oldestSeq).toBeGreaterThan(1);
  expect(await readdir(folder)).toContain('journal.1.jsonl');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), async (afterSeq) => {
      const read: string[] = [];
      for await (const batch of store.log.read(afterSeq)) read.push(...batch);
      expect(read).toEqual(lines.slice(Math.max(afterSeq, oldestSeq - 1)));
    }),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: oldestSeq, max: 1_500 }), async (seq) => {
      expect(await store.log.get(seq)).toEqual(JSON.parse(lines[seq - 1] ?? ''));
    }),
    { numRuns: 60 },
  );
  expect(await store.log.get(oldestSeq - 1)).toBeUndefined();
  expect(await store.log.get(1_501)).toBeUndefined();
  expect(await store.log.get(1.5)).toBeUndefined();
  await store.close();
});

test('a reader gets what was there when it asked, and can stop early', async () => {
  const store = await openAt(await makeFolder(), { limits: { maxPayments: 10, memoryTailRecords: 10 } });
  await appendPaymentsApart(store, 30);
  const reading = store.log.read(0);
  appendPayments(store, 5);
  const seqs: number[] = [];
  for await (const lines of reading) seqs.push(...lines.map((line) => (JSON.parse(line) as { seq: number }).seq));
  expect(seqs).toEqual(countUp(1, 30));
  for await (const lines of store.log.read(0)) {
    expect(lines.length).toBeGreaterThan(0);
    break;
  }
  expect(await readSeqs(store.log, 35)).toEqual([]);
  expect(await readSeqs(store.log, 99)).toEqual([]);
  await store.close();
});

test('in memory the oldest records go and everything else is the same', async () => {
  const store = await openAt(null, { limits: { maxPayments: 1_000, memoryTailRecords: 10 } });
  appendPayments(store, 25);
  await store.log.durable(25);
  expect(store.log).toMatchObject({ newestSeq: 25, oldestSeq: 16, durableSeq: 25, storageProblem: null });
  expect(await readSeqs(store.log)).toEqual(countUp(16, 25));
  expect(await store.log.get(15)).toBeUndefined();
  expect(await store.log.get(16)).toMatchObject({ seq: 16 });
  expect(store.state.payments.size).toBe(25);
  await store.accounts.save({ id: 'a', provider: 'p', lane: 'l', keys: {}, settings: {} });
  await store.accounts.putSecrets('1', { key: 'value' });
  expect(store.accounts.secretOf('1', 'key')).toBe('value');
  await store.close();
  expect(() => store.log.append('default', AT_MS, makeNotice('late'))).toThrow(
    expect.objectContaining({ code: 'log_closed', status: 503 }),
  );
});

test('memory is also bounded by size', async () => {
  const store = await openAt(null, { limits: { maxPayments: 10, memoryTailLength: 10_000 } });
  for (let index = 0; index < 100; index++) store.log.append('default', AT_MS, makeNotice('x'.repeat(900)));
  expect(store.log.oldestSeq).toBeGreaterThan(88);
  await store.close();
});

test('listeners see one order, also when one of them appends or throws', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const store = await openAt(null);
  const orders: number[][] = [[], []];
  store.log.subscribe(({ seq }) => {
    orders[0]?.push(seq);
    if (seq === 1) store.log.append('default', AT_MS, makeNotice('from a listener'));
  });
  store.log.subscribe(() => {
    throw new Error('a broken reader');
  });
  const stop = store.log.subscribe(({ seq }) => orders[1]?.push(seq));
  appendPayments(store, 2);
  expect(orders).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(warn).toHaveBeenCalledTimes(3);
  stop();
  appendPayments(store, 1);
  expect(orders[1]).toHaveLength(3);
  warn.mockRestore();
  await store.close();
});

test('a record that is too large is refused and takes no number', async () => {
  const store = await openAt(null);
  expect(() => store.log.append('default', AT_MS, makeNotice('x'.repeat(5_000_000)))).toThrow(
    expect.objectContaining({ status: 413 }),
  );
  appendPayments(store, 1);
  expect(store.log.newestSeq).toBe(1);
  await store.close();
});

test('P12 a journal that is deleted or edited while it is used is replaced, with a notice, and no payment is lost', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'journal.jsonl');
  const store = await openAt(folder);
  await appendPaymentsApart(store, 3);
  const changes = [() => rm(path), () => truncate(path, 0), () => writeFile(path, 'edited', { flag: 'a' })];
  for (const change of changes) {
    await change();
    // The file is looked at once a second at most.
    await expect
      .poll(async () => {
        await appendPaymentsApart(store, 1);
        return (await readAll(store.log)).filter(
          (record) => record.type === 'harness.notice' && record.code === 'journal_changed',
        ).length;
      })
      .toBe(changes.indexOf(change) + 1);
  }
  const count = store.state.payments.size;
  await appendPaymentsApart(store, 2);
  await store.close();
  expect((await readdir(folder)).filter((name) => name.includes('.edited-'))).toHaveLength(2);
  const again = await openAt(folder);
  expect(again.notices).toEqual([]);
  expect(again.state.payments.size).toBe(count + 2);
  await again.close();
});

test('P12 older records that were damaged while the harness runs are skipped with a notice', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'journal.jsonl');
  const store = await openAt(folder, { limits: { maxPayments: 100, memoryTailRecords: 10 } });
  await appendPaymentsApart(store, 40);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"order 9"', '"order 8"'), { flag: 'r+' });
  expect(await readSeqs(store.log)).toEqual(countUp(31, 40));
  expect(store.log.oldestSeq).toBeGreaterThan(30);
  expect((await readAll(store.log)).at(-1)).toMatchObject({ type: 'harness.notice', code: 'history_damaged' });
  await store.close();
});
