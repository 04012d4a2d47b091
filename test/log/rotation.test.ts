import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import { appendOneByOne, countUp, makeFolder, makeNotice, openAt, readAll, readSeqs, stateOf } from './temporary-store.js';

const limits = { maxPayments: 1_000, maxJournalBytes: 20_000, memoryTailRecords: 5 };

async function sizeOf(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('journal'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('P13 the journal stays within its limit, older records go, and the state stays complete over restarts', async () => {
  const folder = await makeFolder();
  let store = await openAt(folder, { limits });
  const { logId } = store.log;
  for (let round = 1; round <= 4; round++) {
    await appendOneByOne(store, 50);
    expect(await sizeOf(folder)).toBeLessThan(limits.maxJournalBytes * 1.1);
    const { oldestSeq, newestSeq } = store.log;
    expect(newestSeq).toBe(round * 50);
    expect(await readSeqs(store.log)).toEqual(countUp(oldestSeq, newestSeq));
    const state = stateOf(store);
    await store.close();
    store = await openAt(folder, { limits });
    expect(store.notices).toEqual([]);
    expect(store.log).toMatchObject({ logId, oldestSeq, newestSeq });
    expect(stateOf(store)).toEqual(state);
    expect(await readSeqs(store.log)).toEqual(countUp(oldestSeq, newestSeq));
  }
  expect(store.log.oldestSeq).toBeGreaterThan(100);
  expect((await readdir(folder)).sort()).toEqual(['db.json', 'journal.1.jsonl', 'journal.jsonl']);
  await store.close();
});

test('a db.json that cannot be written puts the rotation off with a notice, and records are still taken', async () => {
  let isBroken = true;
  const fs = interceptFileSystem(async (operation, run) => {
    if (isBroken && operation.kind === 'write' && operation.path.includes('db.json')) throw makeSystemError('EIO');
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { limits, fs });
  await appendOneByOne(store, 40);
  expect(store.log.storageProblem).toBeNull();
  const records = await readAll(store.log);
  expect(records.filter((record) => record.type === 'harness.notice' && record.code === 'journal_not_rotated')).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('journal.1.jsonl');
  isBroken = false;
  await appendOneByOne(store, 400);
  expect(await readdir(folder)).toContain('journal.1.jsonl');
  const state = stateOf(store);
  await store.close();
  const again = await openAt(folder, { limits });
  expect(stateOf(again)).toEqual(state);
  await again.close();
});

test('readers follow across a rotation that happens while they read', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits: { ...limits, maxJournalBytes: 400_000 } });
  await appendOneByOne(store, 200);
  const seen: number[] = [];
  for await (const lines of store.log.read(0)) {
    for (const line of lines) seen.push((JSON.parse(line) as { seq: number }).seq);
    for (let index = 0; index < 400; index++) store.log.append('default', 0, makeNotice('x'.repeat(400)));
    await store.log.durable(store.log.newestSeq);
  }
  expect(seen).toEqual(countUp(1, 200));
  await store.close();
});

test('what db.json and the rest of the journal give equals a replay of everything', async () => {
  const folder = await makeFolder();
  const first = await openAt(folder);
  await appendOneByOne(first, 20);
  await first.close();
  const snapshot = JSON.parse(await readFile(join(folder, 'db.json'), 'utf8'));
  expect(snapshot).toMatchObject({ version: 1, seq: 20, journalOffset: (await stat(join(folder, 'journal.jsonl'))).size });
  const second = await openAt(folder);
  await appendOneByOne(second, 20);
  const state = stateOf(second);
  const records = await readAll(second.log);
  await second.close();
  const { applyRecord, createState, toSnapshot } = await import('../../server/domain/state.js');
  const replayed = createState();
  for (const record of records) applyRecord(replayed, record, { maxPayments: 1_000 });
  expect(JSON.parse(JSON.stringify(toSnapshot(replayed)))).toEqual(state);
  const third = await openAt(folder);
  expect(stateOf(third)).toEqual(state);
  await third.close();
});
