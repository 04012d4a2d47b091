import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../server/domain/errors.js';
import { appendPaymentsApart, makeFolder, openAt } from './temporary-store.js';

const NAMES = ['db.json', 'accounts.json', 'journal.jsonl', 'journal.1.jsonl'];

async function failToOpen(folder: string): Promise<HarnessError> {
  const error = await openAt(folder).then(
    () => new Error('it opened'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HarnessError)) throw error;
  return error;
}

describe.skipIf(process.platform === 'win32')('P5 a data folder that came from somewhere', () => {
  test.each(NAMES)('with a link in place of %s is refused, and what the link leads to stays as it is', async (name) => {
    const folder = await makeFolder();
    const elsewhere = join(await makeFolder(), 'not-ours.txt');
    await writeFile(elsewhere, '');
    await chmod(elsewhere, 0o644);
    await symlink(elsewhere, join(folder, name));
    const error = await failToOpen(folder);
    expect([error.code, error.exitCode]).toEqual(['data_unusable', 2]);
    expect(error.message).toContain(`${name} in it is no plain file`);
    expect((await stat(elsewhere)).mode & 0o777).toBe(0o644);
    expect(await readFile(elsewhere, 'utf8')).toBe('');
  });

  test('with links in place of what Paystage writes beside its files does not have it write elsewhere', async () => {
    const folder = await makeFolder();
    const store = await openAt(folder);
    await appendPaymentsApart(store, 3);
    await store.close();
    const snapshot = join(folder, 'db.json');
    await writeFile(snapshot, JSON.stringify({ ...JSON.parse(await readFile(snapshot, 'utf8')), version: 1 }));
    // Damaged in the last record, so that the others are copied into a new file.
    const journal = join(folder, 'journal.jsonl');
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('"order 3"', '"order 4"'));
    const elsewhere = join(await makeFolder(), 'not-ours.txt');
    await writeFile(elsewhere, 'mine');
    const besides = ['db.json.v1.bak', ...['journal.jsonl', 'db.json'].map((name) => `.${name}.${process.pid}-0.tmp`)];
    for (const name of besides) await symlink(elsewhere, join(folder, name));
    const recovered = await openAt(folder, { recover: true });
    expect(recovered.notices.map(({ code }) => code)).toContain('recovered');
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
    expect(JSON.parse(await readFile(`${snapshot}.v1.bak`, 'utf8')).version).toBe(1);
    expect((await lstat(`${snapshot}.v1.bak`)).isFile()).toBe(true);
    await recovered.close();
  });

  test('with a link that leads nowhere is refused as well', async () => {
    const folder = await makeFolder();
    await symlink(join(folder, 'none'), join(folder, 'journal.jsonl'));
    expect((await failToOpen(folder)).code).toBe('data_unusable');
  });

  test.each(NAMES)('with a pipe in place of %s is refused at once: reading it would never end', async (name) => {
    const folder = await makeFolder();
    execFileSync('mkfifo', [join(folder, name)]);
    expect((await failToOpen(folder)).code).toBe('data_unusable');
    for (const repair of ['recover', 'fresh'])
      await expect(openAt(folder, { [repair]: true })).rejects.toMatchObject({ code: 'data_unusable' });
  });
});

describe.each(NAMES)('P5 a folder in place of %s', (name) => {
  test.each(['recover', 'fresh'] as const)('is damage of that file, and --%s keeps it and goes on', async (repair) => {
    for (const isRefusedFirst of [true, false]) {
      const folder = await makeFolder();
      await (await openAt(folder)).close();
      await rm(join(folder, name), { force: true });
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'inside.txt'), 'x');
      if (isRefusedFirst) {
        const error = await failToOpen(folder);
        expect([error.code, error.exitCode]).toEqual(['data_damaged', 4]);
        expect(error.message).toContain(`${join(folder, name)} is damaged at content: it is a folder, not a file.`);
        expect(error.hint).toContain('--recover');
      }
      await (await openAt(folder, { [repair]: true })).close();
      const again = await openAt(folder);
      expect(again.notices).toEqual([]);
      await again.close();
      const [aside] = (await readdir(folder)).filter((found) => found.startsWith(`${name}.`));
      expect(await readFile(join(folder, aside ?? '', 'inside.txt'), 'utf8')).toBe('x');
    }
  });
});
