import { dirname, resolve } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { readAtMost } from '../log/read-at-most.js';
import { type Config, checkConfig } from './check-config.js';
import { parseConfigText } from './parse-config-text.js';

const MAX_BYTES = 1_048_576;

/**
 * Reads and checks a configuration file. Paths in it are relative to its own folder.
 * @throws HarnessError `invalid_config` with file, line and column; `unreadable_config`.
 */
export async function readConfigFile(path: string): Promise<Config> {
  const text = await readBounded(path);
  const config = checkConfig(parseConfigText(text, path));
  const { data } = config.values;
  if (typeof data === 'string') config.values.data = resolve(dirname(path), data);
  return config;
}

async function readBounded(path: string): Promise<string> {
  let bytes: Buffer | null;
  try {
    bytes = await readAtMost(path, MAX_BYTES);
    if (bytes === null)
      throw new HarnessError('invalid_config', `${path} is longer than ${MAX_BYTES} bytes, which no configuration file is.`);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'there is no such file' : String(error);
    throw new HarnessError('unreadable_config', `The configuration file ${path} cannot be read: ${reason}.`, {
      cause: error,
      ...(isMissing ? { hint: 'A path counts from the folder this was started in. "paystage init" writes a first one.' } : {}),
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HarnessError('invalid_config', `${path} is not UTF-8 text.`, { cause });
  }
}
