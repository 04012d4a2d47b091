export const SNAPSHOT_NAME = 'db.json';
export const ACCOUNTS_NAME = 'accounts.json';
export const JOURNAL_NAME = 'journal.jsonl';
/** The journal file before the current one; replaced when that one is full. */
export const PREVIOUS_JOURNAL_NAME = 'journal.1.jsonl';

/** Why a file was moved aside; it becomes part of its new name. */
export type AsideReason = 'corrupt' | 'old' | 'edited';

/** `journal.jsonl.corrupt-2026-01-31T12-00-00-000Z`: no colons, which Windows does not take. */
export function buildAsideName(path: string, reason: AsideReason, nowMs = Date.now()): string {
  return `${path}.${reason}-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`;
}

/** The newest damaged file that was moved aside from `name`, out of the names in a folder. */
export function findAside(names: readonly string[], name: string): string | undefined {
  return names
    .filter((candidate) => candidate.startsWith(`${name}.corrupt-`))
    .sort()
    .at(-1);
}
