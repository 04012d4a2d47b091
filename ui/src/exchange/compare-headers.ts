import type { Header } from '../../../server/protocol/records.js';

/** A header of one of two messages beside the one of the other that it corresponds to. */
export interface HeaderChange {
  kind: 'same' | 'changed' | 'added' | 'removed';
  before: Header | null;
  after: Header | null;
}

/**
 * The headers of two messages side by side. The n-th of a name corresponds to the n-th of the same name, whatever its case; what was
 * taken away stands where it was.
 */
export function compareHeaders(before: readonly Header[], after: readonly Header[]): HeaderChange[] {
  const places = new Map(keysOf(after).map((key, index) => [key, index]));
  const changes: HeaderChange[] = after.map((header) => ({ kind: 'added', before: null, after: header }));
  const removed: { at: number; change: HeaderChange }[] = [];
  let at = 0;
  for (const [index, key] of keysOf(before).entries()) {
    const header = before[index];
    if (!header) continue;
    const place = places.get(key);
    const twin = place === undefined ? undefined : after[place];
    if (place === undefined || !twin) {
      removed.push({ at, change: { kind: 'removed', before: header, after: null } });
      continue;
    }
    at = place + 1;
    changes[place] = { kind: header[0] === twin[0] && header[1] === twin[1] ? 'same' : 'changed', before: header, after: twin };
  }
  return [...changes.keys(), changes.length].flatMap((index) => {
    const change = changes[index];
    return [...removed.filter((gone) => gone.at === index).map((gone) => gone.change), ...(change ? [change] : [])];
  });
}

/** True when headers that both have come in another order. */
export function isReordered(before: readonly Header[], after: readonly Header[]): boolean {
  const [keysBefore, keysAfter] = [keysOf(before), keysOf(after)];
  const common = keysBefore.filter((key) => keysAfter.includes(key));
  return keysAfter.filter((key) => keysBefore.includes(key)).some((key, index) => key !== common[index]);
}

/** Name and which of that name it is. */
function keysOf(headers: readonly Header[]): string[] {
  const counts = new Map<string, number>();
  return headers.map(([name]) => {
    const key = name.toLowerCase();
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return `${key} ${count}`;
  });
}
