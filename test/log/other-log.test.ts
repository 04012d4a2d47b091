import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import { appendPaymentsApart, makeFolder, openAt, stateOf } from './temporary-store.js';

const limits = { maxPayments: 1_000, maxJournalBytes: 20_000 };

/** A folder with so many payments, closed well. */
async function makeFolderOf(count: number) {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits });
  await appendPaymentsApart(store, count);
  const state = stateOf(store);
  await store.close();
  return { folder, state };
}

/** Opens without a flag and without a word. */
async function expectSound(folder: string, state: unknown): Promise<void> {
  const store = await openAt(folder, { limits });
  expect(store.notices).toEqual([]);
  expect(stateOf(store)).toEqual(state);
  await store.close();
}

test.each([
  [3, 8],
  [8, 3],
  [60, 100],
  [100, 60],
])(
  'P5 db.json of another folder is refused and kept, and payments come from the journal (%i payments beside %i)',
  async (foreign, own) => {
    for (const isRefusedFirst of [true, false]) {
      const { folder, state } = await makeFolderOf(own);
      const path = join(folder, 'db.json');
      await cp(join((await makeFolderOf(foreign)).folder, 'db.json'), path);
      const text = await readFile(path, 'utf8');
      if (isRefusedFirst) {
        const refusal = { code: 'data_damaged', exitCode: 4, message: expect.stringContaining(`${path} is damaged at logId`) };
        await expect(openAt(folder, { limits })).rejects.toMatchObject(refusal);
        await expect(openAt(folder, { limits })).rejects.toMatchObject({ code: 'data_damaged' });
      }
      const recovered = await openAt(folder, { limits, recover: true });
      expect(recovered.notices).toEqual([expect.objectContaining({ code: 'recovered' })]);
      const [aside] = (await readdir(folder)).filter((name) => name.startsWith('db.json.corrupt-'));
      expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text);
      // Of a journal that was rotated the older part is gone with the right db.json.
      if (own < 50) expect(stateOf(recovered)).toEqual(state);
      expect(recovered.log.newestSeq).toBe(own);
      const kept = stateOf(recovered);
      await recovered.close();
      await expectSound(folder, kept);
    }
  },
);

test('P5 an older journal file of another folder is left alone, and never brings payments', async () => {
  const { folder, state } = await makeFolderOf(60);
  const stranger = await makeFolderOf(60);
  await cp(join(stranger.folder, 'journal.1.jsonl'), join(folder, 'journal.1.jsonl'));
  const store = await openAt(folder, { limits });
  expect(store.notices).toEqual([
    expect.objectContaining({ code: 'history_gap', message: expect.stringContaining('another log') }),
  ]);
  expect(stateOf(store)).toEqual(state);
  expect(store.log.oldestSeq).toBeGreaterThan(20);
  await store.close();
  await rm(join(folder, 'db.json'));
  await expect(openAt(folder, { limits })).rejects.toMatchObject({ code: 'data_damaged' });
});

test('P5 db.json of another folder is refused also where the newer journal file is gone', async () => {
  const { folder } = await makeFolderOf(60);
  await cp(join((await makeFolderOf(3)).folder, 'db.json'), join(folder, 'db.json'));
  await rm(join(folder, 'journal.jsonl'));
  await expect(openAt(folder, { limits })).rejects.toMatchObject({
    code: 'data_damaged',
    message: expect.stringContaining('db.json is damaged at logId'),
  });
});

test.each(['journal.jsonl', 'db.json', 'journal.1.jsonl'])('a folder whose %s is gone is still one log', async (name) => {
  const { folder, state } = await makeFolderOf(60);
  await rm(join(folder, name));
  const store = await openAt(folder, { limits, recover: name === 'db.json' });
  if (name !== 'db.json') expect(stateOf(store)).toEqual(state);
  await appendPaymentsApart(store, 2);
  const after = stateOf(store);
  await store.close();
  const again = await openAt(folder, { limits });
  expect(stateOf(again)).toEqual(after);
  await again.close();
});

test('P5 a --recover that ended before db.json was written again loses nothing: the repaired journal says which log it goes on from', async () => {
  const { folder } = await makeFolderOf(10);
  const snapshot = await readFile(join(folder, 'db.json'));
  const more = await openAt(folder, { limits });
  await appendPaymentsApart(more, 5);
  const state = stateOf(more);
  await more.close();
  await writeFile(join(folder, 'db.json'), snapshot);
  const journal = join(folder, 'journal.jsonl');
  await writeFile(journal, (await readFile(journal, 'utf8')).replace('"order 3"', '"order 4"'));

  const fs = interceptFileSystem(async (operation, run) => {
    if (operation.kind === 'open' && operation.path.includes('.db.json')) throw makeSystemError('EIO');
    return run();
  });
  await expect(openAt(folder, { limits, recover: true, fs })).rejects.toMatchObject({ code: 'data_unusable' });
  await expectSound(folder, state);
});
