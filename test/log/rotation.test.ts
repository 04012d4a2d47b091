import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import {
  AT_MS,
  appendPaymentsApart,
  countUp,
  makeFolder,
  makeNotice,
  makeStatusChange,
  openAt,
  readAll,
  readSeqs,
  stateOf,
} from './temporary-store.js';

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
    await appendPaymentsApart(store, 50);
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
  await appendPaymentsApart(store, 40);
  expect(store.log.storageProblem).toBeNull();
  const records = await readAll(store.log);
  expect(records.filter((record) => record.type === 'harness.notice' && record.code === 'journal_not_rotated')).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('journal.1.jsonl');
  isBroken = false;
  await appendPaymentsApart(store, 400);
  expect(await readdir(folder)).toContain('journal.1.jsonl');
  const state = stateOf(store);
  await store.close();
  const again = await openAt(folder, { limits });
  expect(stateOf(again)).toEqual(state);
  await again.close();
});

test('db.json is never ahead of the journal: it takes its place only after the records it covers are on disk', async () => {
  let isHolding = false;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const seen: string[] = [];
  const fs = interceptFileSystem(async ({ kind, path }, run) => {
    const name = basename(path);
    if (isHolding && kind === 'sync') seen.push(`sync ${name.endsWith('.tmp') ? 'new db.json' : name}`);
    if (isHolding && kind === 'sync' && name === 'journal.jsonl') await gate;
    if (isHolding && kind === 'rename') seen.push(`rename to ${name}`);
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { limits, fs });
  store.log.append('default', 0, makeNotice('x'.repeat(limits.maxJournalBytes)));
  await store.log.durable(1);
  isHolding = true;
  store.log.append('default', 0, makeNotice('the one that is rotated after'));
  // The snapshot is written meanwhile, under its own name.
  await expect.poll(() => seen).toEqual(expect.arrayContaining(['sync journal.jsonl', 'sync new db.json']));
  await new Promise(setImmediate);
  expect(await readdir(folder)).not.toContain('db.json');
  open();
  await expect.poll(() => seen).toContain('rename to journal.1.jsonl');
  expect(seen.indexOf('rename to db.json')).toBeLessThan(seen.indexOf('rename to journal.1.jsonl'));
  await store.close();
});

test('readers follow across a rotation that happens while they read', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits: { ...limits, maxJournalBytes: 400_000 } });
  await appendPaymentsApart(store, 200);
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
  const first = await openAt(folder, { limits: { maxPayments: 10 } });
  await appendPaymentsApart(first, 19);
  first.log.append('default', AT_MS, makeStatusChange(17));
  await first.close();
  const snapshot = JSON.parse(await readFile(join(folder, 'db.json'), 'utf8'));
  expect(snapshot).toMatchObject({ version: 2, seq: 20, journalOffset: (await stat(join(folder, 'journal.jsonl'))).size });
  const second = await openAt(folder, { limits: { maxPayments: 10 } });
  await appendPaymentsApart(second, 20);
  for (const number of [3, 32]) second.log.append('default', AT_MS, makeStatusChange(number));
  const state = stateOf(second);
  const records = await readAll(second.log);
  await second.close();
  const { applyRecord, createState, toSnapshot } = await import('../../server/domain/state.js');
  const replayed = createState();
  for (const record of records) applyRecord(replayed, record, { maxPayments: 10 });
  expect(JSON.parse(JSON.stringify(toSnapshot(replayed)))).toEqual(state);
  const third = await openAt(folder, { limits: { maxPayments: 10 } });
  expect(stateOf(third)).toEqual(state);
  await third.close();
});

test('a long journal is opened at the place that db.json names, and from its beginning when that place is wrong', async () => {
  const folder = await makeFolder();
  const first = await openAt(folder);
  for (let index = 0; index < 36; index++) {
    first.log.append('default', AT_MS, makeNotice('x'.repeat(1_000_000)));
    await first.log.durable(first.log.newestSeq);
  }
  await appendPaymentsApart(first, 5);
  await first.close();
  const snapshot = await readFile(join(folder, 'db.json'), 'utf8');
  const second = await openAt(folder);
  for (const number of [38, 40]) second.log.append('default', AT_MS, makeStatusChange(number));
  const state = stateOf(second);
  await second.close();

  const { journalOffset } = JSON.parse(snapshot);
  for (const offset of [journalOffset, journalOffset - 1, journalOffset + 1, 0, 1e12]) {
    await writeFile(join(folder, 'db.json'), JSON.stringify({ ...JSON.parse(snapshot), journalOffset: offset }));
    let readBytes = 0;
    const fs = interceptFileSystem(async (operation, run) => {
      const result = await run();
      if (operation.kind === 'read') readBytes += Number(result);
      return result;
    });
    const store = await openAt(folder, { fs });
    if (offset === journalOffset) expect(readBytes).toBeLessThan(1_000_000);
    else expect(readBytes).toBeGreaterThan(36_000_000);
    expect(stateOf(store)).toEqual(state);
    expect(store.log).toMatchObject({ oldestSeq: 1, newestSeq: 43 });
    expect(await store.log.get(2)).toMatchObject({ seq: 2 });
    await store.close();
  }
});
