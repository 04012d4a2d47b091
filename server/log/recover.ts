import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { HarnessNotice } from '../protocol/records.js';
import { createAnew } from './create-anew.js';
import { moveAside, readOrDamage } from './damage.js';
import { type FileSystem, type OpenFile, renamePatiently } from './file-system.js';
import { FORMAT_VERSION } from './format-version.js';
import { decodeLine, encodeHead, encodeLine, isRecordLine, isSameLog, parseRecord } from './journal-line.js';
import { scanRecords } from './journal-scan.js';
import { readLines } from './line-reader.js';
import { mendAccounts, stopAtNewerAccounts } from './mend-accounts.js';
import { findAside, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME, SNAPSHOT_NAME } from './names.js';
import { type FoundSegment, inspectSegment } from './segments.js';
import { SnapshotFile } from './snapshot.js';
import { DamagedData, otherLog } from './storage-errors.js';
import type { FindWrongSettings } from './wrong-setting.js';

/** `--fresh`: log and state begin anew, the former files stay under other names. Keys are kept while accounts.json is sound. */
export async function startOver(fs: FileSystem, folder: string, findWrong: FindWrongSettings): Promise<HarnessNotice[]> {
  const names = await fs.list(folder);
  const moved: string[] = [];
  await stopAtNewerAccounts(fs, folder);
  const notices = await mendAccounts(fs, folder, findWrong);
  for (const name of [SNAPSHOT_NAME, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME])
    if (names.includes(name)) moved.push(basename(await moveAside(fs, join(folder, name), 'old')));
  await takePlaceOfPrevious(fs, folder);
  if (moved.length > 0)
    notices.unshift(
      notice('info', 'started_fresh', `Started empty; the former data is kept in ${folder} as ${moved.join(', ')}.`),
    );
  return notices;
}

/**
 * `--recover`: puts damaged files aside and keeps what stands before the damage, so that the folder opens again. Safe to run once more when
 * it is interrupted: the files that were put aside are found again.
 * @throws HarnessError `data_too_new`.
 */
export async function recoverFolder(fs: FileSystem, folder: string, findWrong: FindWrongSettings): Promise<HarnessNotice[]> {
  const names = await fs.list(folder);
  const notices: HarnessNotice[] = [];
  const snapshotPath = join(folder, SNAPSHOT_NAME);
  await stopAtNewerAccounts(fs, folder);
  const stored = await readOrDamage(() => new SnapshotFile(fs, snapshotPath).read());
  const current = await readOrDamage(() => inspectSegment(fs, join(folder, JOURNAL_NAME)));
  const previous = await readOrDamage(() => inspectSegment(fs, join(folder, PREVIOUS_JOURNAL_NAME)));
  const source = await findSource(fs, folder, current, names);
  const head = source?.head ?? null;
  const isStranger = head !== null && stored !== null && !(stored instanceof DamagedData) && !isSameLog(head, stored.logId);
  const snapshot = isStranger ? otherLog(snapshotPath, JOURNAL_NAME) : stored;
  const snapshotAside = snapshot === null ? findAside(names, SNAPSHOT_NAME) : undefined;
  if (snapshot instanceof DamagedData || snapshotAside !== undefined) {
    const aside =
      snapshot instanceof DamagedData ? await moveAside(fs, snapshotPath, 'corrupt') : join(folder, snapshotAside ?? '');
    notices.push(
      notice(
        'warning',
        'recovered',
        `db.json was ${isStranger ? 'of another log' : 'damaged'} and is kept as ${aside}; payments come from the journal.`,
      ),
    );
  }
  const isPreviousDamaged = previous instanceof DamagedData || (previous !== null && (await isDamagedHistory(fs, previous)));
  const previousAside = previous === null ? findAside(names, PREVIOUS_JOURNAL_NAME) : undefined;
  if (isPreviousDamaged || previousAside !== undefined) {
    const aside = isPreviousDamaged
      ? await moveAside(fs, join(folder, PREVIOUS_JOURNAL_NAME), 'corrupt')
      : join(folder, previousAside ?? '');
    notices.push(
      notice(
        'warning',
        'recovered',
        `${PREVIOUS_JOURNAL_NAME} was damaged and is kept as ${aside}; its records are no longer shown.`,
      ),
    );
  }
  const covered = snapshot instanceof DamagedData || snapshot === null ? null : snapshot;
  notices.push(...(await recoverCurrent(fs, folder, { current, source, covered, names })));
  notices.push(...(await mendAccounts(fs, folder, findWrong)));
  await takePlaceOfPrevious(fs, folder);
  return notices;
}

interface CurrentParts {
  current: FoundSegment | DamagedData | null;
  /** Where its records are: the file itself, or what an earlier start put aside. Null where nothing can be read. */
  source: FoundSegment | null;
  covered: { logId: string; seq: number; journalOffset: number } | null;
  names: readonly string[];
}

async function findSource(
  fs: FileSystem,
  folder: string,
  current: FoundSegment | DamagedData | null,
  names: readonly string[],
): Promise<FoundSegment | null> {
  const aside = current === null ? findAside(names, JOURNAL_NAME) : undefined;
  const found = aside === undefined ? current : await readOrDamage(() => inspectSegment(fs, join(folder, aside)));
  return found instanceof DamagedData ? null : found;
}

async function recoverCurrent(
  fs: FileSystem,
  folder: string,
  { current, source, covered, names }: CurrentParts,
): Promise<HarnessNotice[]> {
  const path = join(folder, JOURNAL_NAME);
  if (current === null && findAside(names, JOURNAL_NAME) === undefined) return [];
  const coveredSeq = covered?.seq ?? 0;
  const damage = source === null ? null : await findDamage(fs, source);
  const firstSeq = source?.head?.firstSeq ?? 1;
  const goodSeq = damage?.goodSeq ?? firstSeq - 1;
  // Whole, and not shorter than what db.json covers: nothing to recover.
  if (current !== null && source !== null && damage?.fault === null && goodSeq >= coveredSeq) return [];
  if (current !== null && source !== null && source.head === null) return [];

  const aside = current === null ? (source?.path ?? path) : await moveAside(fs, path, 'corrupt');
  // Before the snapshot's end the damage costs only history: then the records after the snapshot are what counts.
  const isPast = goodSeq >= coveredSeq;
  const from = isPast
    ? { seq: firstSeq, offset: source?.start ?? 0 }
    : { seq: coveredSeq + 1, offset: covered?.journalOffset ?? 0 };
  const formerLogId = covered?.logId ?? source?.head?.logId;
  const kept =
    source === null || source.head === null
      ? 0
      : await copyRecords(fs, { from: { ...from, path: aside }, to: path, formerLogId });
  const what = kept === 0 ? 'no record' : `records ${from.seq} to ${from.seq + kept - 1}`;
  const fault = damage?.fault?.message ?? (current instanceof DamagedData ? current.message : 'it ends too early');
  return [
    notice(
      'warning',
      'recovered',
      `${JOURNAL_NAME} was damaged (${fault}) and is kept as ${aside}; ${what} of it could be kept.`,
    ),
  ];
}

/** Copies records up to the first that is not sound into a new journal, which gets its name only when it is complete. @returns how many. */
async function copyRecords(
  fs: FileSystem,
  { from, to, formerLogId }: { from: { path: string; seq: number; offset: number }; to: string; formerLogId?: string },
): Promise<number> {
  const source = await fs.open(from.path, 'r');
  const temporary = join(to, '..', `.${basename(to)}.${process.pid}-0.tmp`);
  try {
    const { size } = await source.stat();
    const target = await createAnew(fs, temporary);
    let seq = from.seq;
    try {
      // A log that lost its end numbers new records again: pages that know the old ones have to start over.
      const head = Buffer.from(encodeHead({ version: FORMAT_VERSION, logId: randomUUID(), firstSeq: from.seq, formerLogId }));
      await target.write(head, 0);
      let written = head.length;
      for await (const block of readSound(source, { ...from, sizeBytes: size })) {
        await target.write(block.bytes, written);
        written += block.bytes.length;
        seq += block.count;
      }
      await target.sync();
    } finally {
      await target.close();
    }
    if (seq > from.seq) await renamePatiently(fs, temporary, to);
    else await fs.unlink(temporary);
    await fs.syncFolder(join(to, '..'));
    return seq - from.seq;
  } finally {
    await source.close();
  }
}

async function* readSound(
  source: OpenFile,
  { path, seq, offset, sizeBytes }: { path: string; seq: number; offset: number; sizeBytes: number },
): AsyncGenerator<{ bytes: Buffer; count: number }> {
  let next = seq;
  for await (const { lines, rest } of readLines(source, path, offset, sizeBytes)) {
    const sound: string[] = [];
    for (const { bytes } of rest === null ? lines : [...lines, rest]) {
      const json = isRecordLine(bytes, next) ? decodeLine(bytes) : undefined;
      if (json === undefined || !isRecordText(json)) break;
      sound.push(encodeLine(json));
      next++;
    }
    yield { bytes: Buffer.from(sound.join('')), count: sound.length };
    if (sound.length < lines.length || rest !== null) return;
  }
}

function isRecordText(json: string): boolean {
  try {
    parseRecord(json);
    return true;
  } catch {
    return false;
  }
}

/** An older file without a record tells nobody where it ends, so it cannot be opened either. */
async function isDamagedHistory(fs: FileSystem, segment: FoundSegment): Promise<boolean> {
  const damage = await findDamage(fs, segment);
  return damage !== null && (damage.fault !== null || damage.goodSeq < (segment.head?.firstSeq ?? 1));
}

/** The last record before the damage, and the damage, if any. A torn end is none. */
async function findDamage(fs: FileSystem, segment: FoundSegment): Promise<{ goodSeq: number; fault: DamagedData | null } | null> {
  if (segment.head === null) return null;
  const file = await fs.open(segment.path, 'r');
  let goodSeq = segment.head.firstSeq - 1;
  try {
    const { path, start, sizeBytes, head } = segment;
    await scanRecords(file, { path, offset: start, seq: head.firstSeq, sizeBytes }, (seq, json) => {
      parseRecord(json);
      goodSeq = seq;
    });
    return { goodSeq, fault: null };
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    return { goodSeq, fault: error };
  } finally {
    await file.close();
  }
}

/**
 * An empty older file where a damaged one was put aside: nothing else writes it before the next rotation, and without it the next start
 * would take the damage for one that nobody has decided about.
 */
async function takePlaceOfPrevious(fs: FileSystem, folder: string): Promise<void> {
  const names = await fs.list(folder);
  if (names.includes(PREVIOUS_JOURNAL_NAME) || findAside(names, PREVIOUS_JOURNAL_NAME) === undefined) return;
  await (await fs.open(join(folder, PREVIOUS_JOURNAL_NAME), 'w')).close();
  await fs.syncFolder(folder);
}

function notice(level: HarnessNotice['level'], code: string, message: string): HarnessNotice {
  return { type: 'harness.notice', level, code, message };
}
