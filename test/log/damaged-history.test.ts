import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendPaymentsApart, makeFolder, openAt } from './temporary-store.js';

const NAME = 'journal.1.jsonl';
const limits = { maxPayments: 1_000, maxJournalBytes: 20_000 };

/** A folder whose journal was rotated, closed well. */
async function makeRotatedFolder(): Promise<string> {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits });
  await appendPaymentsApart(store, 60);
  await store.close();
  expect(await readdir(folder)).toContain(NAME);
  return folder;
}

const isDamaged = { code: 'data_damaged', exitCode: 4, message: expect.stringContaining(NAME) };

describe.each(['recover', 'fresh'] as const)('P5 after a damaged journal.1.jsonl and a start with --%s', (repair) => {
  test.each([true, false])('the next start needs no flag (refused before: %s), and the file is kept', async (isRefusedFirst) => {
    const folder = await makeRotatedFolder();
    await writeFile(join(folder, NAME), 'garbage\n');
    if (isRefusedFirst) {
      await expect(openAt(folder, { limits })).rejects.toMatchObject(isDamaged);
      // Nobody has decided yet.
      await expect(openAt(folder, { limits })).rejects.toMatchObject(isDamaged);
    }
    const repaired = await openAt(folder, { limits, [repair]: true });
    expect(repaired.notices.map(({ code }) => code)).toEqual([repair === 'fresh' ? 'started_fresh' : 'recovered']);
    const expected = repair === 'fresh' ? 0 : 60;
    expect(repaired.state.payments.size).toBe(expected);
    await repaired.close();

    for (const _ of ['once', 'and once more']) {
      const again = await openAt(folder, { limits });
      expect(again.notices).toEqual([]);
      expect(again.state.payments.size).toBe(expected);
      await again.close();
    }
    const [aside] = (await readdir(folder)).filter((name) => name.startsWith(`${NAME}.`));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('garbage\n');

    // The next rotation takes its place, and is read like any other.
    const more = await openAt(folder, { limits });
    await appendPaymentsApart(more, 120);
    await more.close();
    const last = await openAt(folder, { limits });
    expect(last.notices).toEqual([]);
    expect(last.state.payments.size).toBe(expected + 120);
    expect(last.log.oldestSeq).toBeLessThan(last.log.newestSeq - 30);
    await last.close();
  });
});

test('P5 --recover opens a folder whose journal.1.jsonl has lost every record', async () => {
  const folder = await makeRotatedFolder();
  const text = await readFile(join(folder, NAME), 'utf8');
  await writeFile(join(folder, NAME), text.slice(0, text.indexOf('\n') + 1));
  const repaired = await openAt(folder, { limits, recover: true });
  expect(repaired.state.payments.size).toBe(60);
  await repaired.close();
  const again = await openAt(folder, { limits });
  expect(again.notices).toEqual([]);
  await again.close();
});
