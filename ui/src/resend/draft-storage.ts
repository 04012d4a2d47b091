import type { ResendDraft } from './draft.js';

/** Edits are kept for as long as the tab lives: a reload must not lose them. Keys to sign with are never among them. */
type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'paystage:resend:';

/** The edits of that record, or null. `deliveryId` tells the records of two logs apart that stand at the same position. */
export function readDraft(store: KeyValueStore, seq: number, deliveryId: string): ResendDraft | null {
  try {
    const kept: unknown = JSON.parse(store.getItem(PREFIX + seq) ?? 'null');
    if (!isObject(kept) || kept.deliveryId !== deliveryId) return null;
    return parseDraft(kept.draft);
  } catch {
    return null;
  }
}

/** Keeps the edits; null forgets them. A browser without storage, or with none left, goes on without. */
export function writeDraft(store: KeyValueStore, seq: number, deliveryId: string, draft: ResendDraft | null): void {
  try {
    if (draft === null) store.removeItem(PREFIX + seq);
    else store.setItem(PREFIX + seq, JSON.stringify({ deliveryId, draft }));
  } catch {
    // What is on the page is not lost by it.
  }
}

function parseDraft(value: unknown): ResendDraft | null {
  if (!isObject(value)) return null;
  const { endpoint, headers, body, signing } = value;
  if (typeof endpoint !== 'string' || typeof body !== 'string' || !Array.isArray(headers)) return null;
  if (signing !== 'fresh' && signing !== 'kept' && signing !== 'other_key') return null;
  const rows = headers.map((row: unknown, index) =>
    isObject(row) && typeof row.name === 'string' && typeof row.value === 'string'
      ? { id: index + 1, name: row.name, value: row.value }
      : null,
  );
  const whole = rows.filter((row) => row !== null);
  return whole.length === rows.length ? { endpoint, headers: whole, body, signing } : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
