import type { LogRecord } from '../protocol/records.js';

/** Settings and keys of an account that count for a while only. A process that is killed never says that they ended. */
export interface PassingNames {
  accountId: string;
  provider: string;
  lane: string;
  names: string[];
}

/** Brings them up to `record`, in place. Records about other things are skipped. */
export function applyPassingRecord(all: Map<string, PassingNames>, record: LogRecord): void {
  if (record.type === 'lane.disposed') {
    for (const { accountId, lane } of all.values()) if (lane === record.lane) all.delete(accountId);
    return;
  }
  if (record.type !== 'account.changed') return;
  const { accountId, provider, lane, settings, rotatedKeys, passing = [] } = record;
  const changed = [...Object.keys(settings), ...rotatedKeys];
  const others = all.get(accountId)?.names.filter((name) => !changed.includes(name)) ?? [];
  const names = [...others, ...passing];
  if (names.length > 0) all.set(accountId, { accountId, provider, lane, names });
  else all.delete(accountId);
}
