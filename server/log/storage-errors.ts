import { dirname } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { errorCode } from './file-system.js';

/** A file that holds something else than we wrote. Turned into a HarnessError once all files have been looked at. */
export class DamagedData extends Error {
  readonly path: string;
  /** Where in the file: `line 7, byte 512`. */
  readonly where: string;

  constructor(path: string, where: string, reason: string) {
    super(reason);
    this.name = 'DamagedData';
    this.path = path;
    this.where = where;
  }
}

/** db.json of another log than the journal's: it would bring payments that never were, and the journal's would be missing. */
export function otherLog(path: string, than: string): DamagedData {
  return new DamagedData(path, 'logId', `it belongs to another log than ${than}, as when it was copied from another folder`);
}

/** A folder that stands where a file of ours should; the content of neither is touched. */
export function folderInPlace(path: string): DamagedData {
  return new DamagedData(path, 'content', 'it is a folder, not a file');
}

/** A write that the disk refused: `storage_full` (507), whatever the reason; the message says which. */
export function toStorageError(error: unknown, path: string): HarnessError {
  if (error instanceof HarnessError) return error;
  const code = errorCode(error);
  // A file that is missing is made, so it is the folder that is not there.
  const isGone = code === 'ENOENT';
  const reason = isGone ? `the folder ${dirname(path)} is gone` : (REASONS[code ?? ''] ?? describe(error));
  return new HarnessError('storage_full', `${path} cannot be written: ${reason}.`, {
    status: 507,
    exitCode: 1,
    hint: isGone
      ? 'Put it back, or make an empty one of that name, and what memory holds is stored again; or end the stage and start it anew.'
      : 'Make room or make the folder writable; Paystage tries again by itself. --memory runs without a disk.',
    cause: error,
  });
}

/** A data folder that cannot be used at all: `data_unusable` (exit 2). */
export function toFolderError(error: unknown, folder: string): HarnessError {
  if (error instanceof HarnessError) return error;
  const code = errorCode(error);
  return new HarnessError(
    'data_unusable',
    `The data folder ${folder} cannot be used: ${REASONS[code ?? ''] ?? describe(error)}.`,
    {
      hint: 'Name another folder with --data, or run without one with --memory.',
      cause: error,
    },
  );
}

/** `data_too_new` (exit 4): written by a later version; nothing was touched. */
export function tooNew(path: string, version: number, ours: number): HarnessError {
  return new HarnessError(
    'data_too_new',
    `${path} was written by a newer Paystage (format ${version}; this one knows up to ${ours}).`,
    {
      exitCode: 4,
      hint: 'Nothing was changed. Start the newer version, or name another folder with --data.',
    },
  );
}

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk reports an error (EIO)',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'there is a file of that name',
};

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
