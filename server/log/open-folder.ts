import { join } from 'node:path';
import { applyRecord, createState, type State, toSnapshot } from '../domain/state.js';
import type { HarnessNotice } from '../protocol/records.js';
import { AccountStore } from './account-store.js';
import { createAccountsFile } from './accounts-file.js';
import { readOrDamage, reportDamage } from './damage.js';
import type { EventLog } from './event-log.js';
import type { FileSystem } from './file-system.js';
import { Journal } from './journal.js';
import { MemoryTail } from './memory-tail.js';
import { ACCOUNTS_NAME, SNAPSHOT_NAME } from './names.js';
import { openJournal } from './open-journal.js';
import { packer } from './packer.js';
import { readFolder, refuseSpecial } from './read-folder.js';
import { RecordLog } from './record-log.js';
import { recoverFolder, startOver } from './recover.js';
import { type SnapshotData, SnapshotFile } from './snapshot.js';
import { DamagedData } from './storage-errors.js';
import type { CompleteLimits } from './store-limits.js';
import type { FindWrongSettings } from './wrong-setting.js';

/** What to do with a folder before it is opened. */
export type Repair = 'fresh' | 'recover' | null;

export interface OpenFolderOptions {
  repair: Repair;
  findWrongSettings: FindWrongSettings;
}

export interface OpenedFolder {
  readonly log: EventLog;
  /** Brought up to the log's end; every append keeps it there. */
  readonly state: State;
  readonly accounts: AccountStore;
  /** Found while opening; not yet in the log. */
  readonly notices: HarnessNotice[];
  /** Closes the log and gives the folder free. @see EventLog.close */
  close(): Promise<void>;
}

/** Opens a folder whose lock is held. @throws HarnessError `data_damaged`, `data_too_new`, `data_unusable`, or the operating system's error. */
export async function openFolder(
  fs: FileSystem,
  folder: string,
  limits: CompleteLimits,
  { repair, findWrongSettings: findWrong }: OpenFolderOptions,
): Promise<OpenedFolder> {
  // Before a repair, which reads them as well.
  await refuseSpecial(fs, folder);
  const notices: HarnessNotice[] = [];
  if (repair === 'fresh') notices.push(...(await startOver(fs, folder, findWrong)));
  if (repair === 'recover') notices.push(...(await recoverFolder(fs, folder, findWrong)));
  const { snapshot, accounts: stored, current, previous } = await readFolder(fs, folder, repair !== null, findWrong);
  const state = restoreState(folder, snapshot);
  if (state instanceof DamagedData) throw await reportDamage(fs, [state]);
  const replayed: string[] = [];
  const opened = await readOrDamage(() =>
    openJournal({
      fs,
      folder,
      current,
      previous,
      snapshot,
      replay: (record, json) => {
        applyRecord(state, record, limits);
        replayed.push(json);
        if (replayed.length > 2 * limits.memoryTailRecords) replayed.splice(0, limits.memoryTailRecords);
      },
      acceptsGap: repair !== null,
    }),
  );
  if (opened instanceof DamagedData) throw await reportDamage(fs, [opened]);

  const { logId, lastSeq } = opened;
  const tail = new MemoryTail(lastSeq - replayed.length + 1, limits.memoryTailRecords, limits.memoryTailLength);
  for (const line of replayed) tail.push(line);
  tail.trim(lastSeq);
  const log = new RecordLog({ logId, lastSeq, state, limits, tail });
  const snapshots = new SnapshotFile(fs, join(folder, SNAPSHOT_NAME));
  const journal = new Journal({
    fs,
    folder,
    logId,
    file: opened.file,
    previousFirstSeq: opened.previousFirstSeq,
    lastSeq,
    maxBytes: limits.maxJournalBytes,
    saveState: (journalOffset, journalReady) => {
      const seq = log.newestSeq;
      return { seq, saved: snapshots.write({ logId, seq, journalOffset, state: toSnapshot(state) }, journalReady) };
    },
    onDurable: (seq) => log.noteDurable(seq),
    onProblem: (problem) => log.setProblem(problem),
    onNotice: (notice) => log.appendNotice(notice),
  });
  const path = join(folder, ACCOUNTS_NAME);
  const accounts = new AccountStore({
    file: { adapter: createAccountsFile(fs, path), path },
    stored,
    isKnownPayment: (id) => state.payments.has(id),
  });
  log.connect({
    journal,
    close: async (content) => {
      const seq = log.newestSeq;
      const [kept] = await Promise.allSettled([accounts.close()]);
      await journal.close();
      // Only a shortcut for the next start: without it the journal alone brings everything back.
      await snapshots.write({ logId, seq, journalOffset: journal.sizeBytes, state: content }).catch(() => {});
      if (kept.status === 'rejected') throw kept.reason;
    },
  });
  // A repaired folder must open without a repair the next time, also when this run ends at once.
  if (repair !== null) {
    try {
      await snapshots.write({ logId, seq: lastSeq, journalOffset: journal.sizeBytes, state: toSnapshot(state) });
    } catch (error) {
      await journal.close();
      throw error;
    }
  }
  return { log, state, accounts, notices: [...notices, ...opened.notices], close: () => log.close() };
}

/** What the look at its types let pass may still be no state. */
function restoreState(folder: string, snapshot: SnapshotData | null): State | DamagedData {
  try {
    return createState(snapshot?.state, packer);
  } catch (error) {
    return new DamagedData(join(folder, SNAPSHOT_NAME), 'content', error instanceof Error ? error.message : String(error));
  }
}
