import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { packageFile } from '../package-files.js';
import { findConfigFile } from './find-config-file.js';

const CONFIG_NAME = 'paystage.config.yaml';

/** Files by what happened to them, as paths that can be typed here. */
export interface Starters {
  written: readonly string[];
  kept: readonly string[];
}

/** Copies the starter set into a folder, and a configuration file beside it when there is none here. Never replaces a file. @throws HarnessError `cannot_write`. */
export async function writeStarters(folder: string): Promise<Starters> {
  const root = packageFile('fixtures/starters');
  const written: string[] = [];
  const kept: string[] = [];
  const write = async (source: string, target: string) => {
    const isNew = await writeNew(target, await readFile(source));
    (isNew ? written : kept).push(target);
  };
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry: Dirent) => join(entry.parentPath, entry.name));
  for (const source of files.sort()) {
    const name = relative(root, source);
    if (name !== CONFIG_NAME) await write(source, join(folder, name));
  }
  const config = await findConfigFile('.').catch(() => CONFIG_NAME);
  if (config === null) await write(join(root, CONFIG_NAME), CONFIG_NAME);
  else kept.push(config);
  return { written, kept };
}

/** @returns false when there is such a file already. */
async function writeNew(path: string, content: Buffer): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EEXIST' && !(await isFolder(path))) return false;
    throw new HarnessError('cannot_write', `${path} cannot be written (${code}).`, {
      hint: 'Name another folder: paystage init <folder>.',
      cause: error,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    () => true,
    () => false,
  );
}
