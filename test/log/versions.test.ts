import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../server/log/file-system.js';
import { type Upgrades, upgradeData } from '../../server/log/format-version.js';
import { encodeHead } from '../../server/log/journal-line.js';
import { appendPayments, makeFolder, openAt } from './temporary-store.js';

async function readEverything(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])));
}

test.each(['db.json', 'accounts.json', 'journal.jsonl'])(
  'P9 a %s of a newer version is refused and nothing is touched',
  async (name) => {
    const folder = await makeFolder();
    const store = await openAt(folder);
    await store.accounts.save({ id: 'a', provider: 'secpaid', lane: 'default', keys: {}, settings: {} });
    appendPayments(store, 3);
    await store.close();
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    const newer = name.endsWith('.json')
      ? JSON.stringify({ ...JSON.parse(text), version: 3 })
      : encodeHead({ version: 2, logId: 'x', firstSeq: 1 }) + text.slice(text.indexOf('\n') + 1);
    await writeFile(path, newer);
    // Damage in another file must not lead to changes either.
    if (name !== 'db.json') await writeFile(join(folder, 'db.json'), 'null');
    const before = await readEverything(folder);
    for (const options of [{}, { recover: true }, ...(name === 'accounts.json' ? [{ fresh: true }] : [])]) {
      await expect(openAt(folder, options)).rejects.toMatchObject({ code: 'data_too_new', exitCode: 4 });
      expect(await readEverything(folder)).toEqual(before);
    }
  },
);

test('P9 an older file is brought up step by step, after its text was kept, and doing it twice gives the same', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'db.json');
  const text = '{"version":1,"name":"x"}';
  const steps: [number, (data: Record<string, unknown>) => Record<string, unknown>][] = [
    [1, (data) => ({ ...data, title: data.name })],
    [2, (data) => ({ ...data, count: 1 })],
  ];
  const upgrades: Upgrades = new Map(steps);
  for (let run = 0; run < 2; run++) {
    const upgraded = await upgradeData(nodeFileSystem, { path, text, data: JSON.parse(text) }, upgrades, 3);
    expect(upgraded).toEqual({ version: 3, name: 'x', title: 'x', count: 1 });
    expect(await readFile(`${path}.v1.bak`, 'utf8')).toBe(text);
  }
});

test.skipIf(process.platform === 'win32')(
  'P10 the folder is 0700 and every file in it 0600, also those that were opened up',
  async () => {
    const folder = join(await makeFolder(), 'new', 'data');
    const store = await openAt(folder, { limits: { maxPayments: 10, maxJournalBytes: 2_000 } });
    await store.accounts.save({ id: 'a', provider: 'secpaid', lane: 'default', keys: {}, settings: {} });
    for (let step = 0; step < 10; step++) {
      appendPayments(store, 2);
      await store.log.durable(store.log.newestSeq);
    }
    await store.close();
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await modeOf(folder)).toBe('700');
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['accounts.json', 'db.json', 'journal.1.jsonl', 'journal.jsonl']);
    for (const name of names) expect(await modeOf(join(folder, name))).toBe('600');
    await nodeFileSystem.chmod(join(folder, 'accounts.json'), 0o644);
    const again = await openAt(folder);
    expect(await modeOf(join(folder, 'accounts.json'))).toBe('600');
    await again.close();
  },
);
