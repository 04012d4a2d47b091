import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeFolders } from '../../server/log/make-folders.js';
import { runCli } from './cli-runs.js';

function makePlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'paystage-paths-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  return place;
}

describe.skipIf(process.platform !== 'linux')('what never ends', () => {
  test.each([
    ['a data folder', ['start', '--port', '0', '--data', '/proc/none/data'], /The data folder \/proc\/none\/data cannot be used/],
    ['a folder for scenarios', ['init', '/proc/none'], /\/proc\/none\/\S+ cannot be written \(ENOENT\)/],
  ])('%s where no folder can be made is refused', async (_what, args, why) => {
    const { code, err } = await runCli(args, { cwd: makePlace() });
    expect(err).toMatch(why);
    expect(code).toBe(2);
  });

  test.each([
    ['a scenario', ['run', '/dev/zero'], /\/dev\/zero:1:1: the file has more than 1048576 bytes/],
    ['a body', ['decrypt', 'secpaid', '--body', '@/dev/zero'], /\/dev\/zero is longer than 16777216 bytes/],
    ['a body to resend', ['resend', 'dlv_1_1', '--body-file', '/dev/zero', '--port', '1'], /it is longer than 16777216 bytes/],
  ])('%s that has no end is refused', async (_what, args, why) => {
    const { code, err } = await runCli(args, { cwd: makePlace() });
    expect(err).toMatch(why);
    expect(code).toBe(2);
  });
});

test('folders are made as far as they are missing, and the outermost new one is told', async () => {
  const place = makePlace();
  expect(await makeFolders(join(place, 'a', 'b', 'c'))).toBe(join(place, 'a'));
  expect(await makeFolders(join(place, 'a', 'b', 'c'))).toBeUndefined();
  expect(await makeFolders(join(place, 'a', 'd'))).toBe(join(place, 'a', 'd'));
  const together = await Promise.all([makeFolders(join(place, 'e', 'f')), makeFolders(join(place, 'e', 'f'))]);
  expect(together).toContain(join(place, 'e'));
});

test('a file in the way is told as such', async () => {
  const place = makePlace();
  const file = join(place, 'file');
  writeFileSync(file, '');
  await expect(makeFolders(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolders(join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(makeFolders(join(file, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.skipIf(process.platform === 'win32')('a link to a folder is a folder', async () => {
  const place = makePlace();
  symlinkSync('.', join(place, 'link'));
  expect(await makeFolders(join(place, 'link'))).toBeUndefined();
});
