import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StorageProblem } from '../../server/log/event-log.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { type Interceptor, interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import {
  AT_MS,
  appendPayments,
  appendPaymentsApart,
  countUp,
  makeFolder,
  makeNotice,
  makePayment,
  openAt,
  readSeqs,
  stateOf,
} from './temporary-store.js';

const finished: RecordBody = {
  type: 'attempt.finished',
  paymentId: '1',
  eventId: 'evt_1',
  deliveryId: 'dlv_1',
  attemptId: 'att_1',
  number: 1,
  trigger: 'scheduled',
  code: 'acknowledged',
  sentence: 'answered 200.',
  deliveryStatus: 'acknowledged',
  nextAttemptAt: null,
  latencyMs: 3,
};

test.each([
  ['write', 'ENOSPC'],
  ['write', 'EROFS'],
  ['sync', 'EIO'],
] as const)(
  'P8 T11 while every %s fails with %s, writes get 507, reads go on, and it recovers alone without drift',
  async (kind, code) => {
    let isBroken = false;
    const fs = interceptFileSystem(async (operation, run) => {
      if (!isBroken || operation.kind !== kind) return run();
      // A full disk takes a part of the bytes.
      await operation.half?.();
      throw makeSystemError(code);
    });
    const folder = await makeFolder();
    const store = await openAt(folder, { fs });
    const health: (StorageProblem | null)[] = [];
    store.log.subscribeHealth((problem) => health.push(problem));
    appendPayments(store, 5);
    await store.log.durable(5);
    const sizeBefore = (await readFile(join(folder, 'journal.jsonl'))).length;

    isBroken = true;
    appendPayments(store, 2);
    await expect(store.log.durable(7)).rejects.toMatchObject({ code: 'storage_full', status: 507 });
    expect(store.log.storageProblem).toMatchObject({ code: 'storage_full' });
    expect(health).toHaveLength(1);
    expect(() => store.log.append('default', AT_MS, makePayment(99))).toThrow(
      expect.objectContaining({ code: 'storage_full', status: 507 }),
    );
    await expect(store.accounts.save({ id: 'a', provider: 'p', lane: 'l', keys: {}, settings: {} })).rejects.toMatchObject({
      status: 507,
    });
    expect(store.accounts.list()).toEqual([]);
    expect(store.log.append('default', AT_MS, finished).seq).toBe(8);
    expect(store.log.append('default', AT_MS, makeNotice('the disk is full')).seq).toBe(9);
    await expect(store.log.durable(9)).rejects.toMatchObject({ status: 507 });
    expect(await readSeqs(store.log)).toEqual(countUp(1, 9));
    // Between two tries half of what waits may stand there for a moment.
    await expect.poll(async () => (await readFile(join(folder, 'journal.jsonl'))).length).toBe(sizeBefore);

    isBroken = false;
    await expect.poll(() => store.log.storageProblem).toBeNull();
    expect(health.at(-1)).toBeNull();
    await store.log.durable(9);
    appendPayments(store, 1);
    const state = stateOf(store);
    await store.close();
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    const again = await openAt(folder);
    expect(again.notices).toEqual([]);
    expect(await readSeqs(again.log)).toEqual(countUp(1, 10));
    expect(stateOf(again)).toEqual(state);
    await again.close();
  },
);

test('P8 what a failed write left behind is gone before the next one, even when it could not be cut off at first', async () => {
  let isBroken = false;
  const fs = interceptFileSystem(async (operation, run) => {
    if (!isBroken || !['write', 'truncate'].includes(operation.kind)) return run();
    await operation.half?.();
    throw makeSystemError('EIO');
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  await appendPaymentsApart(store, 2);
  isBroken = true;
  appendPayments(store, 1);
  await expect(store.log.durable(3)).rejects.toMatchObject({ status: 507 });
  isBroken = false;
  await expect.poll(() => store.log.storageProblem).toBeNull();
  await appendPaymentsApart(store, 1);
  await store.close();
  const again = await openAt(folder);
  expect(again.notices).toEqual([]);
  expect(await readSeqs(again.log)).toEqual(countUp(1, 4));
  await again.close();
});

test('records that the disk has not taken yet stay in memory, however many there are', async () => {
  let isBroken = false;
  const fs = interceptFileSystem(async (operation, run) => {
    if (isBroken && operation.kind === 'sync') throw makeSystemError('EIO');
    return run();
  });
  const store = await openAt(await makeFolder(), { fs, limits: { maxPayments: 10, memoryTailRecords: 5 } });
  await appendPaymentsApart(store, 10);
  isBroken = true;
  for (let index = 0; index < 30; index++) store.log.append('default', AT_MS, makeNotice('waiting'));
  await expect(store.log.durable(40)).rejects.toMatchObject({ status: 507 });
  expect(await readSeqs(store.log)).toEqual(countUp(1, 40));
  isBroken = false;
  await store.close();
});

test('P8 a disk that stays full does not keep the harness from closing, and the folder is free afterwards', async () => {
  let isBroken = false;
  const fs = interceptFileSystem(async (operation, run) => {
    if (isBroken && operation.kind === 'write') throw makeSystemError('ENOSPC');
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  appendPayments(store, 3);
  await store.log.durable(3);
  isBroken = true;
  appendPayments(store, 1);
  await expect(store.close()).rejects.toMatchObject({ code: 'storage_full' });
  const again = await openAt(folder);
  expect(await readSeqs(again.log)).toEqual([1, 2, 3]);
  await again.close();
});

test('P8 a folder that cannot be written stops the start with a sentence', async () => {
  const fs = interceptFileSystem(async (operation, run) => {
    if (operation.kind === 'open' && operation.path.endsWith('journal.jsonl')) throw makeSystemError('EROFS');
    return run();
  });
  await expect(openAt(await makeFolder(), { fs })).rejects.toMatchObject({
    code: 'data_unusable',
    exitCode: 2,
    message: expect.stringContaining('read-only'),
  });
});

test.each(['EPERM', 'EBUSY'])('P11 a rename that fails with %s for a moment is tried again', async (code) => {
  let failures = 4;
  const renames: string[] = [];
  const intercept: Interceptor = async (operation, run) => {
    if (operation.kind === 'rename') {
      renames.push(operation.path);
      if (failures-- > 0) throw makeSystemError(code);
    }
    return run();
  };
  const folder = await makeFolder();
  const store = await openAt(folder, { fs: interceptFileSystem(intercept) });
  const account = { id: 'a', provider: 'p', lane: 'l', keys: {}, settings: {} };
  await store.accounts.save(account);
  expect(renames).toHaveLength(5);
  await store.close();
  const again = await openAt(folder);
  expect(again.accounts.list()).toEqual([account]);
  await again.close();
});

test('P11 a rename that keeps failing becomes a 507, is not tried for ever, and the former file stays whole', async () => {
  let isHeld = false;
  const fs = interceptFileSystem(async (operation, run) => {
    if (isHeld && operation.kind === 'rename') throw makeSystemError('EPERM');
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  const account = { id: 'a', provider: 'p', lane: 'l', keys: { token: 'one' }, settings: {} };
  await store.accounts.save(account);
  const before = await readFile(join(folder, 'accounts.json'), 'utf8');
  isHeld = true;
  await expect(store.accounts.save({ ...account, keys: { token: 'two' } })).rejects.toMatchObject({
    code: 'storage_full',
    status: 507,
  });
  expect(await readFile(join(folder, 'accounts.json'), 'utf8')).toBe(before);
  expect(store.accounts.list()).toEqual([account]);
  isHeld = false;
  await store.close();
});
