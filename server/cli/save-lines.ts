import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HarnessError } from '../domain/errors.js';
import { chooseFlag, refuseExisting } from './file-exists.js';
import { refuseCut } from './split-lines.js';

const LINE_FEED = 10;

/**
 * Writes a stream to a file that is not there yet, as fast as the disk takes it; with `isForced` also over one that is. Of a new file nothing is left
 * when it could not be finished.
 * @throws HarnessError `file_exists` (exit 2), `cannot_write`, or `cut_off` when the stream breaks.
 */
export async function saveLines(source: Readable, path: string, isForced: boolean): Promise<{ lines: number; bytes: number }> {
  const found = { lines: 0, bytes: 0 };
  const flags = await chooseFlag(path, isForced);
  try {
    await pipeline(
      source,
      async function* count(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          found.bytes += chunk.length;
          for (const byte of chunk) if (byte === LINE_FEED) found.lines++;
          yield chunk;
        }
      },
      createWriteStream(path, { flags }),
    );
    return found;
  } catch (cause) {
    if (flags === 'wx' && isOfFile(cause) && cause.code === 'EEXIST') throw refuseExisting(path, cause);
    if (flags === 'wx') await rm(path, { force: true }).catch(() => {});
    if (!isOfFile(cause)) throw refuseCut(cause);
    const hint = 'Name another file with --out.';
    throw new HarnessError('cannot_write', `${path} cannot be written (${cause.code}).`, { exitCode: 1, hint, cause });
  }
}

function isOfFile(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'syscall' in cause && ['open', 'write', 'close'].includes(String(cause.syscall));
}
