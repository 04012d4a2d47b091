import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { interceptFileSystem, makeSystemError } from './intercepted-file-system.js';
import { AT_MS, makeFolder, makePayment, openAt } from './temporary-store.js';

const account = { id: 'a', provider: 'secpaid', lane: 'default', keys: { token: 'one' }, settings: { url: 'http://localhost' } };

test('keeps accounts, secrets and the form key over a restart', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  const { formKey } = store.accounts;
  await store.accounts.save(account);
  await store.accounts.save({ ...account, id: 'b' });
  await store.accounts.save({ ...account, keys: { token: 'two' } });
  await store.accounts.putSecrets('1', { one: '1' });
  await store.accounts.putSecrets('1', { two: '2' });
  await store.close();
  const again = await openAt(folder);
  expect(again.accounts.formKey).toBe(formKey);
  expect(again.accounts.list().map(({ id, keys }) => [id, keys.token])).toEqual([
    ['a', 'two'],
    ['b', 'one'],
  ]);
  expect(again.accounts.secretOf('1', 'one')).toBe('1');
  expect(again.accounts.secretOf('1', 'two')).toBe('2');
  expect(again.accounts.secretOf('1', 'three')).toBeUndefined();
  expect(again.accounts.secretOf('2', 'one')).toBeUndefined();
  await again.close();
});

test('P12 a file that is deleted while it is used is there again after the end, with the same keys', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'accounts.json');
  const store = await openAt(folder);
  const { formKey } = store.accounts;
  await store.accounts.save(account);
  await store.accounts.putSecrets('1', { one: '1' });
  await rm(path);
  await store.close();
  const again = await openAt(folder);
  expect(again.accounts).toMatchObject({ formKey });
  expect(again.accounts.get('a')).toEqual(account);
  expect(again.accounts.secretOf('1', 'one')).toBe('1');

  // What somebody put there instead is theirs: the next start says what is wrong with it.
  await writeFile(path, 'edited');
  await again.close();
  expect(await readFile(path, 'utf8')).toBe('edited');
});

test('P8 a secret that cannot be written counts all the same, and is written alone as soon as that is possible', async () => {
  let isBroken = true;
  const fs = interceptFileSystem((operation, run) => {
    if (isBroken && operation.kind === 'rename' && operation.path.endsWith('accounts.json')) throw makeSystemError('ENOSPC');
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  store.log.append('default', AT_MS, makePayment(1));
  await expect(store.accounts.putSecrets('1', { key: 'value' })).rejects.toMatchObject({ code: 'storage_full', status: 507 });
  expect(store.accounts.secretOf('1', 'key')).toBe('value');
  await expect(store.accounts.save(account)).rejects.toMatchObject({ code: 'storage_full' });
  expect(store.accounts.get('a')).toBeUndefined();

  isBroken = false;
  const readStored = async () => JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8').catch(() => '{}'));
  await expect.poll(readStored, { timeout: 10_000 }).toMatchObject({ accounts: [], secrets: { 1: { key: 'value' } } });
  expect(store.accounts.secretOf('1', 'key')).toBe('value');
  await store.close();
});

test('P8 secrets that could not be written until the end are named by the end, and everything else is kept', async () => {
  const fs = interceptFileSystem((operation, run) => {
    if (operation.kind === 'rename' && operation.path.endsWith('accounts.json')) throw makeSystemError('ENOSPC');
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  for (let number = 1; number <= 7; number += 1) store.log.append('default', AT_MS, makePayment(number));
  for (let number = 1; number <= 7; number += 1)
    await expect(store.accounts.putSecrets(String(number), { key: 'hidden' })).rejects.toMatchObject({ code: 'storage_full' });
  const problem = await store.close().catch((error: unknown) => error);
  expect(problem).toMatchObject({
    code: 'storage_full',
    exitCode: 1,
    message: expect.stringMatching(
      /accounts\.json cannot be written: the disk is full\. .* are lost: 1, 2, 3, 4, 5 and 2 more\.$/,
    ),
  });
  expect(String(problem)).not.toContain('hidden');
  const again = await openAt(folder);
  expect([...again.state.payments.keys()]).toHaveLength(7);
  expect(again.accounts.secretOf('1', 'key')).toBeUndefined();
  await again.close();
});

test('E4 takes names that mean something to JavaScript for what they are', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(store.accounts.secretOf(name, name)).toBeUndefined();
    await store.accounts.putSecrets(name, Object.fromEntries([[name, 'kept']]));
  }
  await store.close();
  const again = await openAt(folder);
  for (const name of ['__proto__', 'constructor', 'toString']) expect(again.accounts.secretOf(name, name)).toBe('kept');
  await again.close();
});

test('writes what comes during a write together, and resolves each only when it is on disk', async () => {
  let renames = 0;
  const fs = interceptFileSystem((operation, run) => {
    if (operation.kind === 'rename') renames++;
    return run();
  });
  const folder = await makeFolder();
  const store = await openAt(folder, { fs });
  const writes = Array.from({ length: 100 }, (_, index) => store.accounts.putSecrets(String(index), { key: 'value' }));
  expect(store.accounts.secretOf('0', 'key')).toBe('value');
  await writes[0];
  expect(JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8')).secrets['0']).toEqual({ key: 'value' });
  await Promise.all(writes);
  expect(renames).toBeLessThanOrEqual(2);
  await store.close();
});

test('forgets the secrets of payments that are gone, so that the file does not grow without end', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder, { limits: { maxPayments: 10 } });
  for (let number = 1; number <= 3_000; number++) {
    store.log.append('default', AT_MS, makePayment(number));
    const write = store.accounts.putSecrets(String(number), { key: 'value' });
    if (number % 100 === 0) await write;
  }
  await store.accounts.whenIdle();
  const { secrets } = JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8'));
  expect(Object.keys(secrets).length).toBeLessThan(1_300);
  for (const paymentId of store.state.payments.keys()) expect(store.accounts.secretOf(paymentId, 'key')).toBe('value');
  await store.close();
});
