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

test('P9 an older file is brought up step by step, and doing it twice gives the same', () => {
  const data = { version: 1, name: 'x' };
  const steps: [number, (data: Record<string, unknown>) => Record<string, unknown>][] = [
    [1, (former) => ({ ...former, title: former.name })],
    [2, (former) => ({ ...former, count: 1 })],
  ];
  const upgrades: Upgrades = new Map(steps);
  for (let run = 0; run < 2; run++)
    expect(upgradeData('db.json', data, upgrades, 3)).toEqual({ version: 3, name: 'x', title: 'x', count: 1 });
  expect(data).toEqual({ version: 1, name: 'x' });
});

/** A folder whose db.json is of format 1, and the text of that. */
async function makeOlderFolder() {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await store.accounts.save({ id: 'a', provider: 'secpaid', lane: 'default', keys: {}, settings: {} });
  appendPayments(store, 3);
  await store.close();
  const path = join(folder, 'db.json');
  const older = JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), version: 1 });
  await writeFile(path, older);
  return { folder, path, older };
}

test.each([{}, { recover: true }])('P9 the text of an older file is kept before it is written again (%o)', async (options) => {
  const { folder, path, older } = await makeOlderFolder();
  const store = await openAt(folder, options);
  expect(await readFile(`${path}.v1.bak`, 'utf8')).toBe(older);
  expect(store.state.payments.size).toBe(3);
  await store.close();
  expect(JSON.parse(await readFile(path, 'utf8')).version).toBe(2);
});

test.each(['accounts.json', 'journal.jsonl', 'journal.1.jsonl'])(
  'P9 an older db.json beside a newer %s is refused, and not even a copy is made',
  async (name) => {
    const { folder } = await makeOlderFolder();
    const head = encodeHead({ version: 2, logId: 'x', firstSeq: 1 });
    await writeFile(join(folder, name), name === 'accounts.json' ? '{"version":2}' : head);
    const before = await readEverything(folder);
    for (const options of [{}, { recover: true }, ...(name === 'accounts.json' ? [{ fresh: true }] : [])]) {
      await expect(openAt(folder, options)).rejects.toMatchObject({ code: 'data_too_new', exitCode: 4 });
      expect(await readEverything(folder)).toEqual(before);
    }
  },
);

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
