import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HarnessError } from '../../server/domain/errors.js';
import type { StorageProblem } from '../../server/log/event-log.js';
import type { Store } from '../../server/log/open-store.js';
import { interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import { appendPayments, appendPaymentsApart, makeFolder, openAt } from './temporary-store.js';

test.skipIf(process.platform === 'win32').each([
  ['pipe', (path: string) => void execFileSync('mkfifo', [path])],
  ['link', (path: string) => symlinkSync(`${path}.elsewhere`, path)],
])('P12 a %s in place of the journal is moved aside and holds nothing up', async (_kind, putThere) => {
  const folder = await makeFolder();
  const path = join(folder, 'journal.jsonl');
  const store = await openAt(folder);
  await appendPaymentsApart(store, 3);
  await rename(path, `${path}.elsewhere`);
  putThere(path);
  await expect
    .poll(async () => {
      await appendPaymentsApart(store, 1);
      return countEdited(folder);
    })
    .toBe(1);
  await expectKept(store, folder);
});

test('P12 a journal that was edited while nothing happened does not keep the next start from it', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await appendPaymentsApart(store, 3);
  await writeFile(join(folder, 'journal.jsonl'), 'edited\n', { flag: 'a' });
  await expectKept(store, folder);
  expect(await countEdited(folder)).toBe(1);
});

test('P8 P12 while the folder is gone nothing is acknowledged, however often it is tried; once it is back all is kept', async () => {
  const folder = join(await makeFolder(), 'data');
  let tries = 0;
  const fs = interceptFileSystem((operation, run) => {
    if (operation.kind === 'open' && operation.path.endsWith('.tmp')) tries++;
    return run();
  });
  const store = await openAt(folder, { fs });
  await appendPaymentsApart(store, 3);
  await rename(folder, `${folder}-away`);
  await expect.poll(() => tryToAppend(store)).toBe('storage_full');
  await expect(appendPaymentsApart(store, 1)).rejects.toMatchObject({
    message: expect.stringContaining(`the folder ${folder} is gone.`),
    hint: expect.stringMatching(/^Put it back, .* start it anew\.$/),
  });
  const { durableSeq } = store.log;
  tries = 0;
  await expect.poll(() => tries).toBeGreaterThan(2);
  expect(await tryToAppend(store)).toBe('storage_full');
  expect(store.log.durableSeq).toBe(durableSeq);

  await mkdir(folder);
  await expect.poll(() => store.log.storageProblem).toBeNull();
  await expectKept(store, folder);
});

test('P8 a disk that stays full is told once, not at every try', async () => {
  let isBroken = false;
  let tries = 0;
  const fs = interceptFileSystem(async (operation, run) => {
    if (!isBroken || operation.kind !== 'write' || !operation.path.endsWith('journal.jsonl')) return run();
    tries++;
    throw makeSystemError('ENOSPC');
  });
  const store = await openAt(await makeFolder(), { fs });
  const told: (StorageProblem | null)[] = [];
  store.log.subscribeHealth((problem) => told.push(problem));
  isBroken = true;
  appendPayments(store, 1);
  await expect.poll(() => tries).toBeGreaterThan(2);
  expect(told).toEqual([expect.objectContaining({ code: 'storage_full' })]);
  isBroken = false;
  await expect.poll(() => told.at(-1)).toBeNull();
  expect(told).toHaveLength(2);
  await store.close();
});

async function countEdited(folder: string): Promise<number> {
  return (await readdir(folder)).filter((name) => name.includes('.edited-')).length;
}

function tryToAppend(store: Store): Promise<string> {
  return appendPaymentsApart(store, 1).then(
    () => 'acknowledged',
    (error: HarnessError) => error.code,
  );
}

/** The next start opens the folder without a repair and knows every payment. */
async function expectKept(store: Store, folder: string): Promise<void> {
  const { size } = store.state.payments;
  await store.close();
  const again = await openAt(folder);
  expect(again.notices).toEqual([]);
  expect(again.state.payments.size).toBe(size);
  await again.close();
}
