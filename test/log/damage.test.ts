import { open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../server/domain/errors.js';
import { encodeLine } from '../../server/log/journal-line.js';
import { appendPayments, appendPaymentsApart, countUp, makeFolder, openAt, readSeqs, stateOf } from './temporary-store.js';

const account = { id: 'a1', provider: 'secpaid', lane: 'default', keys: { token: 'secret-token' }, settings: {} };

/** A folder with ten payments, closed well, and what its files hold. */
async function makeSoundFolder(count = 10) {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await store.accounts.save(account);
  await appendPaymentsApart(store, count);
  const state = stateOf(store);
  await store.close();
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return { folder, state, read };
}

async function failToOpen(folder: string): Promise<HarnessError> {
  const error = await openAt(folder).then(
    async (store) => {
      await store.close();
      throw new Error('the store opened');
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof HarnessError)) throw error;
  return error;
}

async function namesLike(folder: string, part: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes(part));
}

const contents: [title: string, damage: (text: string) => string | Buffer][] = [
  ['the word null', () => 'null'],
  ['an empty list', () => '[]'],
  ['a number', () => '0'],
  ['a text', () => '""'],
  ['a byte order mark before the content', (text) => `\uFEFF${text}`],
  ['trailing garbage', (text) => `${text}\n}garbage\n`],
  ['random bytes', () => Buffer.from(countUp(0, 600).map((index) => (index * 131 + 7) % 256))],
  ['only NUL bytes and a line end', () => Buffer.concat([Buffer.alloc(512), Buffer.from('\n')])],
];

describe.each(['db.json', 'accounts.json', 'journal.jsonl'])('P5 a damaged %s', (name) => {
  test.each(contents)('with %s is put aside and stops the start with exit 4', async (_title, damage) => {
    const { folder, read } = await makeSoundFolder();
    const damaged = Buffer.from(damage(await read(name)));
    const path = join(folder, name);
    await writeFile(path, damaged);

    const error = await failToOpen(folder);
    expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
    expect(error.message).toContain(path);
    expect(error.hint).toContain('--recover');
    expect(error.hint).toContain('--fresh');
    const [aside] = await namesLike(folder, `${name}.corrupt-`);
    expect(error.message).toContain(aside);
    expect(await readFile(join(folder, aside ?? ''))).toEqual(damaged);

    // A second start must not go on as if nothing had been there.
    expect((await failToOpen(folder)).code).toBe('data_damaged');

    const recovered = await openAt(folder, { recover: true });
    expect(recovered.notices.map(({ code }) => code)).toContain(name === 'accounts.json' ? 'keys_replaced' : 'recovered');
    // db.json comes back from the journal, and payments from db.json.
    expect(recovered.state.payments.size).toBe(10);
    // Already now, not only after a clean end.
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['db.json', 'accounts.json', 'journal.jsonl']));
    appendPayments(recovered, 1);
    await recovered.close();
    const after = await openAt(folder);
    expect(after.notices).toEqual([]);
    expect(after.state.payments.size).toBe(11);
    await after.close();
    expect(await readFile(join(folder, aside ?? ''))).toEqual(damaged);
  });
});

test.each(['db.json', 'accounts.json'])('P5 a %s of 0 bytes is damaged', async (name) => {
  const { folder } = await makeSoundFolder();
  await truncate(join(folder, name), 0);
  expect(await failToOpen(folder)).toMatchObject({ code: 'data_damaged', exitCode: 4 });
  expect(await namesLike(folder, `${name}.corrupt-`)).toHaveLength(1);
});

test.each([
  ['db.json', (data: Record<string, unknown>) => ({ ...data, state: { payments: 'x' } }), 'state'],
  ['db.json', (data: Record<string, unknown>) => ({ ...data, state: { ...(data.state as object), payments: {} } }), 'payments'],
  [
    'db.json',
    (data: Record<string, unknown>) => ({ ...data, state: { ...(data.state as object), payments: [{ id: 1 }] } }),
    'payments[0].id',
  ],
  ['db.json', (data: Record<string, unknown>) => ({ ...data, seq: '10' }), 'seq'],
  ['db.json', (data: Record<string, unknown>) => ({ ...data, version: undefined }), 'version'],
  ['accounts.json', (data: Record<string, unknown>) => ({ ...data, accounts: { a: 1 } }), 'accounts'],
  ['accounts.json', (data: Record<string, unknown>) => ({ ...data, accounts: [{ ...account, keys: { token: 7 } }] }), 'token'],
  ['accounts.json', (data: Record<string, unknown>) => ({ ...data, secrets: [] }), 'secrets'],
])('P5 a %s with a value of the wrong type is damaged, and the field is named (%#)', async (name, change, field) => {
  const { folder, read } = await makeSoundFolder();
  await writeFile(join(folder, name), JSON.stringify(change(JSON.parse(await read(name)))));
  const error = await failToOpen(folder);
  expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
  expect(error.message).toContain(field);
});

test('P5 one changed byte in the middle of the journal stops the start, and --recover keeps what stands before it', async () => {
  const { folder, read } = await makeSoundFolder();
  await rm(join(folder, 'db.json'));
  const text = await read('journal.jsonl');
  await writeFile(join(folder, 'journal.jsonl'), text.replace('"order 7"', '"order 8"'));
  const error = await failToOpen(folder);
  expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
  expect(error.message).toContain('record 7');

  const recovered = await openAt(folder, { recover: true });
  expect(await readSeqs(recovered.log)).toEqual(countUp(1, 6));
  expect([...recovered.state.payments.keys()]).toEqual(countUp(1, 6).map(String));
  await recovered.close();
  expect(await namesLike(folder, 'journal.jsonl.corrupt-')).toHaveLength(1);
});

test('P5 damage that db.json covers costs only history: --recover keeps every payment and the records after db.json', async () => {
  const { folder, read } = await makeSoundFolder();
  const snapshot = await read('db.json');
  const more = await openAt(folder);
  await appendPaymentsApart(more, 5);
  const state = stateOf(more);
  await more.close();
  await writeFile(join(folder, 'db.json'), snapshot);
  await writeFile(join(folder, 'journal.jsonl'), (await read('journal.jsonl')).replace('"order 3"', '"order 4"'));

  expect((await failToOpen(folder)).code).toBe('data_damaged');
  const recovered = await openAt(folder, { recover: true });
  expect(stateOf(recovered)).toEqual(state);
  expect(recovered.log.newestSeq).toBe(15);
  expect(await readSeqs(recovered.log)).toEqual(countUp(11, 15));
  await recovered.close();
});

test('P5 a line that is missing, or there twice, or of the wrong type stops the start', async () => {
  const { folder, read } = await makeSoundFolder();
  await rm(join(folder, 'db.json'));
  const path = join(folder, 'journal.jsonl');
  const text = await read('journal.jsonl');
  const lines = text.split('\n');
  const forged = encodeLine('{"seq":5,"at":1,"lane":"default","type":"payment.created"}').trimEnd();
  for (const damaged of [lines.toSpliced(5, 1), lines.toSpliced(5, 0, lines[5] ?? ''), lines.toSpliced(5, 1, forged)]) {
    await writeFile(path, damaged.join('\n'));
    const error = await failToOpen(folder);
    expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
    for (const aside of await namesLike(folder, '.corrupt-')) await rm(join(folder, aside));
  }
});

test('P5 a journal that ends before db.json does stops the start', async () => {
  const { folder, read } = await makeSoundFolder();
  const text = await read('journal.jsonl');
  await writeFile(join(folder, 'journal.jsonl'), text.slice(0, text.indexOf('{"seq":6,')));
  const error = await failToOpen(folder);
  expect(error.message).toContain('record 5');
  const recovered = await openAt(folder, { recover: true });
  expect(recovered.state.payments.size).toBe(10);
  appendPayments(recovered, 1);
  await recovered.close();
  const again = await openAt(folder);
  expect(again.state.payments.size).toBe(11);
  await again.close();
});

test('P5 a journal of 1 GB without a line end is refused without being read into memory', async () => {
  const { folder } = await makeSoundFolder();
  const file = await open(join(folder, 'journal.jsonl'), 'w');
  await file.truncate(1_073_741_824);
  await file.close();
  const before = process.memoryUsage().rss;
  expect(await failToOpen(folder)).toMatchObject({ code: 'data_damaged', exitCode: 4 });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test('P5 a db.json of 1 GB is refused without being read into memory', async () => {
  const { folder } = await makeSoundFolder();
  await truncate(join(folder, 'db.json'), 1_073_741_824);
  const before = process.memoryUsage().rss;
  expect(await failToOpen(folder)).toMatchObject({ code: 'data_damaged', exitCode: 4 });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test('P5 --fresh starts empty, keeps the former files under other names and the keys of a sound accounts.json', async () => {
  const { folder, read } = await makeSoundFolder();
  const journal = await read('journal.jsonl');
  const fresh = await openAt(folder, { fresh: true });
  expect(fresh.log.newestSeq).toBe(0);
  expect(fresh.state.payments.size).toBe(0);
  expect(fresh.accounts.list()).toEqual([account]);
  expect(fresh.notices[0]?.code).toBe('started_fresh');
  const [old] = await namesLike(folder, 'journal.jsonl.old-');
  expect(await readFile(join(folder, old ?? ''), 'utf8')).toBe(journal);
  await fresh.close();
});

test('P5 --fresh goes on after damage, and the start after it needs no flag', async () => {
  const { folder } = await makeSoundFolder();
  await writeFile(join(folder, 'journal.jsonl'), 'garbage\n');
  expect((await failToOpen(folder)).code).toBe('data_damaged');
  const fresh = await openAt(folder, { fresh: true });
  expect(fresh.state.payments.size).toBe(0);
  await fresh.close();
  const again = await openAt(folder);
  expect(again.notices).toEqual([]);
  await again.close();
});

test('an empty journal is a new one', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'journal.jsonl'), '');
  const store = await openAt(folder);
  appendPayments(store, 1);
  await store.close();
  const again = await openAt(folder);
  expect(await readSeqs(again.log)).toEqual([1]);
  await again.close();
});

test('--recover changes nothing in a sound folder', async () => {
  const { folder, read, state } = await makeSoundFolder();
  const journal = await read('journal.jsonl');
  const store = await openAt(folder, { recover: true });
  expect(store.notices).toEqual([]);
  expect(stateOf(store)).toEqual(state);
  expect(await read('journal.jsonl')).toBe(journal);
  await store.close();
});
