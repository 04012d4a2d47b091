import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../server/index.js';
import { callControl } from '../support/harness.js';
import { makeFolder } from './temporary-store.js';

const open = (dataDir: string, options: HarnessOptions = {}) => createHarness({ port: 0, dataDir, ...options });

/** A folder with a payment, whose accounts have these settings on disk. */
async function makeFolderWith(settings: object) {
  const folder = await makeFolder();
  const harness = await open(folder);
  await harness.listen();
  await callControl(harness, 'POST', '/accounts/secpaid/payments', {});
  const keys = keysOf(harness);
  await harness.close();
  const path = join(folder, 'accounts.json');
  const data = JSON.parse(await readFile(path, 'utf8'));
  for (const account of data.accounts) if (account.provider === 'secpaid') account.settings = settings;
  const text = JSON.stringify(data);
  await writeFile(path, text);
  return { folder, path, text, keys };
}

const keysOf = ({ env }: Harness) => Object.entries(env).filter(([name]) => !name.endsWith('_URL'));
const payments = ({ engine }: Harness) => engine.state.payments.size;

async function readEverything(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])));
}

const SETTINGS = { serverTime: 5, noteMaxLength: 99, fromAnotherVersion: { a: 1 } };

test.each([
  ['recover', true],
  ['recover', false],
  ['fresh', true],
  ['fresh', false],
] as const)(
  'P5 a setting of a wrong type is damage that names file and setting, and --%s leaves out only that one (refused before: %s)',
  async (repair, isRefusedFirst) => {
    const { folder, path, text, keys } = await makeFolderWith(SETTINGS);
    if (isRefusedFirst) {
      const error = await open(folder).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4, hint: expect.stringContaining('--recover') });
      expect((error as Error).message).toContain(`${path} is damaged at settings.serverTime of secpaid-default: `);
      await expect(open(folder)).rejects.toMatchObject({ code: 'data_damaged' });
      expect(await readdir(folder)).toEqual(expect.arrayContaining(['db.json', 'journal.jsonl']));
    }
    const repaired = await open(folder, { [repair]: true });
    expect(keysOf(repaired)).toEqual(keys);
    expect(payments(repaired)).toBe(repair === 'fresh' ? 0 : 1);
    const lines: string[] = [];
    for await (const batch of repaired.engine.log.read(0)) lines.push(...batch);
    expect(lines.filter((line) => line.includes('"settings_left_out"') && line.includes('serverTime'))).toHaveLength(1);
    await repaired.close();
    const [aside] = (await readdir(folder)).filter((name) => name.startsWith('accounts.json.corrupt-'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text);

    const again = await open(folder);
    expect(keysOf(again)).toEqual(keys);
    const { settings } = again.engine.accounts.inLane('secpaid', 'default');
    expect(settings).toMatchObject({ serverTime: 'CEST', noteMaxLength: 99 });
    await again.close();
    const { accounts } = JSON.parse(await readFile(path, 'utf8'));
    const { serverTime, ...rest } = SETTINGS;
    expect(accounts.find(({ provider }: { provider: string }) => provider === 'secpaid').settings).toEqual(rest);
  },
);

test('a setting that this version does not know is left in the file, whatever it is', async () => {
  const { folder, path, text } = await makeFolderWith({ fromAnotherVersion: 7 });
  const harness = await open(folder);
  expect(payments(harness)).toBe(1);
  await harness.close();
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('D5 P5 --fresh with a wrong setting in the configuration moves nothing', async () => {
  const { folder } = await makeFolderWith({});
  const before = await readEverything(folder);
  const accounts = { secpaid: { settings: { serverTime: 5 } } };
  await expect(open(folder, { fresh: true, accounts })).rejects.toMatchObject({ code: 'invalid_setting', exitCode: 2 });
  expect(await readEverything(folder)).toEqual(before);
});
