import { expect, test } from 'vitest';
import { type Interceptor, interceptFileSystem } from './intercepted-file-system.js';
import { appendPayments, makeFolder, openAt } from './temporary-store.js';

/** Counts what reaches the journal, and can hold the next sync back. */
function watchJournal() {
  const watch = { writes: 0, syncs: 0, gate: Promise.resolve() };
  const intercept: Interceptor = async ({ kind, path }, run) => {
    if (!path.endsWith('journal.jsonl')) return run();
    if (kind === 'write') watch.writes++;
    if (kind === 'sync') {
      watch.syncs++;
      await watch.gate;
    }
    return run();
  };
  return { watch, fs: interceptFileSystem(intercept) };
}

test('writes what one step appends with one write and one sync', async () => {
  const { watch, fs } = watchJournal();
  const store = await openAt(await makeFolder(), { fs });
  watch.writes = watch.syncs = 0;
  appendPayments(store, 50);
  await store.log.durable(50);
  expect(watch).toMatchObject({ writes: 1, syncs: 1 });
  await store.close();
});

test('collects what is appended while a sync runs and writes it together with the next one', async () => {
  const { watch, fs } = watchJournal();
  const store = await openAt(await makeFolder(), { fs });
  watch.writes = watch.syncs = 0;
  let open = () => {};
  watch.gate = new Promise((resolve) => {
    open = resolve;
  });
  appendPayments(store, 1);
  await expect.poll(() => watch.syncs).toBe(1);
  for (let step = 0; step < 20; step++) {
    appendPayments(store, 10);
    await new Promise(setImmediate);
  }
  expect(watch).toMatchObject({ writes: 1, syncs: 1 });
  open();
  await store.log.durable(201);
  expect(watch).toMatchObject({ writes: 2, syncs: 2 });
  await store.close();
});

test('calls a record durable only after the sync, and lets waiters go in order', async () => {
  const { watch, fs } = watchJournal();
  const store = await openAt(await makeFolder(), { fs });
  let open = () => {};
  watch.gate = new Promise((resolve) => {
    open = resolve;
  });
  const before = watch.syncs;
  appendPayments(store, 3);
  const order: number[] = [];
  const waits = [1, 2, 3].map((seq) => store.log.durable(seq).then(() => order.push(seq)));
  await expect.poll(() => watch.syncs).toBe(before + 1);
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  expect(store.log.durableSeq).toBe(0);
  open();
  await Promise.all(waits);
  expect(order).toEqual([1, 2, 3]);
  expect(store.log.durableSeq).toBe(3);
  await store.close();
});
