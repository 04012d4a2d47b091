import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { HarnessError } from '../../domain/errors.js';
import { limits } from './limits.js';
import { Problems, ScenarioFileError } from './problem.js';
import { SourceText } from './source-text.js';

/** The text of a file, to be parsed by `parseScenario`. */
export interface ScenarioText {
  /** As it was given, or below the folder that was given. */
  file: string;
  text: string;
}

const SKIPPED_FOLDERS = ['node_modules'];
/** Lies beside scenarios, and is none. */
const CONFIG_FILE = /^paystage\.config\.(ya?ml|json)$/;

/**
 * Reads scenario files: each file that is named, and in each folder that is named, at any depth, whatever looks like a scenario: YAML, and JSON
 * with `version` and `steps`, so that other JSON beside it does no harm. Hidden folders and node_modules are left out. Sorted by path.
 * @throws HarnessError `unreadable_scenario` with the reason; `no_scenarios` with what was looked at.
 * @param onUnfit is told of a file that is too large or not UTF-8, which is left out then; without it, it is thrown.
 * @throws ScenarioFileError
 */
export async function readScenarioFiles(
  paths: readonly string[],
  onUnfit?: (error: ScenarioFileError) => void,
): Promise<ScenarioText[]> {
  const found = new Map<string, ScenarioText>();
  const looked: string[] = [];
  let isOneUnfit = false;
  for (const path of paths) {
    const isFolder = await isFolderAt(path);
    looked.push(isFolder ? `${path} (folder)` : path);
    for (const file of isFolder ? await listFiles(path) : [path]) {
      const text = await readText(file).catch((error: unknown) => {
        if (!(error instanceof ScenarioFileError) || !onUnfit) throw error;
        onUnfit(error);
        isOneUnfit = true;
        return null;
      });
      if (text === null) continue;
      if (isFolder && file.toLowerCase().endsWith('.json') && !looksLikeScenario(text)) continue;
      found.set(file, { file, text });
    }
  }
  if (found.size > 0 || isOneUnfit) return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  throw new HarnessError('no_scenarios', `There is no scenario in ${looked.length === 0 ? 'nothing' : looked.join(', ')}.`, {
    hint: 'Name files, or folders with *.yaml, *.yml or *.json files that begin with "version: 1". "paystage init" writes some to start from.',
  });
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw refuse(path, error);
  }
}

async function listFiles(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw refuse(folder, error);
  }
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || SKIPPED_FOLDERS.includes(entry.name) || CONFIG_FILE.test(entry.name)) continue;
    if (entry.isDirectory()) files.push(...(await listFiles(path)));
    else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) files.push(path);
  }
  return files;
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > limits.bytes)
      throw problem(file, '', 'too_large', `the file has ${size} bytes`, `at most ${limits.bytes} (1 MiB)`);
    // Counted while reading, too: a device has no size to ask for, and /dev/zero no end.
    bytes = await buffer(createReadStream(file, { end: limits.bytes }));
    if (bytes.length > limits.bytes)
      throw problem(file, '', 'too_large', `the file has more than ${limits.bytes} bytes`, `at most ${limits.bytes} (1 MiB)`);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw refuse(file, error);
  }
  return decodeScenario(file, bytes);
}

/** @throws ScenarioFileError `not_utf8`, at the first byte that is none. */
export function decodeScenario(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    throw problem(file, text, 'not_utf8', 'the file is not UTF-8 text', 'UTF-8', Math.max(0, text.indexOf('\ufffd')));
  }
}

/** JSON is kept for all kinds of things; a scenario says what it is. */
function looksLikeScenario(text: string): boolean {
  return /"version"\s*:/.test(text) && /"steps"\s*:/.test(text) && !/"\$defs"\s*:/.test(text);
}

function problem(
  file: string,
  text: string,
  code: 'too_large' | 'not_utf8',
  what: string,
  expected: string,
  offset = 0,
): ScenarioFileError {
  const problems = new Problems(new SourceText(file, text));
  problems.add(code, offset, what, { expected });
  return problems.toError();
}

function refuse(path: string, error: unknown): HarnessError {
  if (path === '')
    return new HarnessError('unreadable_scenario', 'The path of a scenario is empty.', {
      cause: error,
      hint: 'Name a file or a folder. A variable of the shell that is not set leaves nothing in its place.',
    });
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'ENOENT'
      ? 'there is no such file or folder'
      : code === 'EACCES'
        ? 'access is denied'
        : error instanceof Error
          ? error.message
          : String(error);
  const hint =
    code === 'ENOENT' && /[*?{[]/.test(path)
      ? 'Leave the quotes away, so that the shell puts files in its place, or name the folder.'
      : code === 'ENOENT'
        ? 'A path counts from the folder this was started in. "paystage init" writes a first set of scenarios.'
        : undefined;
  const more = hint === undefined ? {} : { hint };
  return new HarnessError('unreadable_scenario', `The scenario ${path} cannot be read: ${reason}.`, { cause: error, ...more });
}
