import { constants, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../server/log/file-system.js';

/** The flags with which this process holds a file open, as the kernel tells them. */
function openFlagsOf(path: string): number {
  const descriptor = readdirSync('/proc/self/fd').find((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === path;
    } catch {
      return false;
    }
  });
  const [, octal = ''] = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
  return Number.parseInt(octal, 8);
}

test.runIf(process.platform === 'linux').each(['a+', 'ax+'])(
  'P1 what is appended to a file opened with "%s" is on the disk when the write is done',
  async (flags) => {
    const folder = mkdtempSync(join(tmpdir(), 'paystage-sync-'));
    const path = join(folder, 'journal.jsonl');
    const file = await nodeFileSystem.open(path, flags);
    try {
      const opened = openFlagsOf(path);
      expect(opened & constants.O_DSYNC).toBe(constants.O_DSYNC);
      expect(opened & constants.O_APPEND).toBe(constants.O_APPEND);
      await file.write(Buffer.from('one\n'), null);
      await file.truncate(2);
      await file.sync();
      await file.write(Buffer.from('two\n'), null);
      expect(readFileSync(path, 'utf8')).toBe('ontwo\n');
    } finally {
      await file.close();
      rmSync(folder, { recursive: true });
    }
  },
);
