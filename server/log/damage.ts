import { basename } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { type FileSystem, renamePatiently } from './file-system.js';
import { type AsideReason, buildAsideName } from './names.js';
import { DamagedData } from './storage-errors.js';

/** Gives a file another name beside the old one; its content is never touched. @returns the new path. */
export async function moveAside(fs: FileSystem, path: string, reason: AsideReason): Promise<string> {
  const aside = buildAsideName(path, reason);
  await renamePatiently(fs, path, aside);
  return aside;
}

/** Reads, and takes damage as an answer; every other error is thrown. */
export async function readOrDamage<T>(read: () => Promise<T>): Promise<T | DamagedData> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamagedData) return error;
    throw error;
  }
}

/** Puts damaged files aside, so that nothing overwrites them. @returns `data_damaged` (exit 4), which says what, where and how to go on. */
export async function reportDamage(fs: FileSystem, damages: readonly DamagedData[]): Promise<HarnessError> {
  const sentences: string[] = [];
  for (const { path, where, message } of damages) {
    const isAside = basename(path).includes('.corrupt-');
    const kept = isAside ? '' : ` It is kept as ${await moveAside(fs, path, 'corrupt')}.`;
    sentences.push(`${path} is damaged at ${where}: ${message}.${kept}`);
  }
  return new HarnessError('data_damaged', sentences.join(' '), {
    status: 500,
    exitCode: 4,
    hint: 'Start with --recover to keep every record before the damage, or with --fresh to start empty. The damaged file is kept either way.',
  });
}
