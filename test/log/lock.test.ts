import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { findInstance, lockFolder } from '../../server/log/lock.js';
import { buildLockAddress } from '../../server/log/lock-address.js';
import { spawnStoreChild } from './spawn-store-child.js';
import { makeFolder, openAt } from './temporary-store.js';

const info = { pid: process.pid, startedAt: '2026-01-31T12:00:00.000Z', url: 'http://localhost:4747' };

test('P6 T12 a second process on the same folder exits 3 within a second and names pid, start time, URL and --data', async () => {
  const root = await makeFolder();
  const folder = join(root, 'data');
  const first = await spawnStoreChild(folder, 'hold');
  await first.whenFact(({ opened }) => opened === true);
  const link = join(root, 'link');
  await symlink(folder, link);
  const ways: [dataDir: string, cwd?: string][] = [
    [folder],
    [link],
    [`${folder}/../${basename(folder)}/`],
    [basename(folder), dirname(folder)],
    [relative(process.cwd(), folder)],
  ];
  for (const [dataDir, cwd] of ways) {
    // Who is held up for longer than the other waits is refused without a name.
    await expect
      .poll(async () => {
        const second = await spawnStoreChild(dataDir, 'hold', cwd);
        expect(await second.end).toBe(3);
        expect(second.facts[0]).toMatchObject({ code: 'data_in_use' });
        return second.facts[0]?.message;
      })
      .toMatch(new RegExp(`pid ${first.process.pid}\\b.*http://localhost:4747`, 's'));
  }
  await expect(openAt(link)).rejects.toMatchObject({ code: 'data_in_use', exitCode: 3, hint: expect.stringContaining('--data') });
  await first.kill();
});

test('P6 the same folder cannot be opened twice in one process, and again after it was closed', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  store.setInstanceUrl('http://localhost:5000');
  await expect(openAt(folder)).rejects.toMatchObject({
    code: 'data_in_use',
    message: expect.stringContaining('http://localhost:5000'),
  });
  expect(await findInstance(folder)).toMatchObject({ pid: process.pid, url: 'http://localhost:5000' });
  await store.close();
  await store.close();
  expect(await findInstance(folder)).toBeNull();
  const again = await openAt(folder);
  await again.close();
});

test('P6 beside a holder that does not answer a second instance is refused as well, and does not wait for it', async () => {
  const folder = await makeFolder();
  const mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen({ path: buildLockAddress(folder).path }, resolve));
  await expect(openAt(folder)).rejects.toMatchObject({ code: 'data_in_use', exitCode: 3 });
  mute.close();
});

test('P7 T12 the lock of a killed process is taken over without help', async () => {
  const folder = await makeFolder();
  for (let round = 0; round < 3; round++) {
    const child = await spawnStoreChild(folder, 'hold');
    await child.whenFact(({ opened }) => opened === true);
    await child.kill();
    const store = await openAt(folder);
    await store.close();
  }
});

test.skipIf(process.platform === 'win32')('P7 a socket file that nobody answers on is taken over, a live one never', async () => {
  const folder = await makeFolder();
  const address = { path: join(folder, 'lock.sock'), isFile: true };
  // What a killed process leaves where the address is a file.
  await writeFile(address.path, '');
  const first = await lockFolder(folder, info, address);
  await expect(lockFolder(folder, info, address)).rejects.toMatchObject({ code: 'data_in_use' });
  await first.release();
  const second = await lockFolder(folder, info, address);
  const both = await Promise.allSettled([lockFolder(folder, info, address), lockFolder(folder, info, address)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await second.release();
});

test('a caller that never hangs up does not hold up the release', async () => {
  const folder = await realpath(await makeFolder());
  const lock = await lockFolder(folder, info);
  const caller = connect({ path: buildLockAddress(folder).path, allowHalfOpen: true });
  await new Promise((resolve) => caller.once('data', resolve));
  await lock.release();
  caller.destroy();
});

test('finds nobody in a folder that does not exist', async () => {
  expect(await findInstance(join(await makeFolder(), 'nowhere'))).toBeNull();
});

test('a data folder that is a file, or lies below one, is named in the error', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'file'), '');
  for (const dataDir of [join(folder, 'file'), join(folder, 'file', 'below')])
    await expect(openAt(dataDir)).rejects.toMatchObject({
      code: 'data_unusable',
      exitCode: 2,
      message: expect.stringContaining(dataDir),
    });
});
