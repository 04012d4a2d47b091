import type { JsonObject, JsonValue } from '../../protocol/records.js';

/** A piece of a file as data that knows where it stands. */
export type Part = ScalarPart | ListPart | MapPart;

export interface ScalarPart {
  kind: 'scalar';
  start: number;
  value: string | number | boolean | null;
}

export interface ListPart {
  kind: 'list';
  start: number;
  items: readonly Part[];
}

export interface MapPart {
  kind: 'map';
  start: number;
  entries: readonly PartEntry[];
}

export interface PartEntry {
  key: string;
  keyStart: number;
  value: Part;
}

/** The part as plain JSON. */
export function toPlain(part: Part): JsonValue {
  switch (part.kind) {
    case 'scalar':
      return part.value;
    case 'list':
      return part.items.map(toPlain);
    case 'map':
      return toPlainObject(part);
  }
}

export function toPlainObject(part: MapPart): JsonObject {
  return Object.fromEntries(part.entries.map(({ key, value }) => [key, toPlain(value)]));
}

export function findEntry(part: Part | undefined, key: string): PartEntry | undefined {
  return part?.kind === 'map' ? part.entries.find((entry) => entry.key === key) : undefined;
}

/** Where the value at a path stands, its key when `isKey`, or the nearest part around it. */
export function locate(part: Part, path: readonly PropertyKey[], isKey = false): number {
  let found = part;
  for (const [index, step] of path.entries()) {
    const entry = findEntry(found, String(step));
    if (entry && isKey && index === path.length - 1) return entry.keyStart;
    const next = entry?.value ?? (found.kind === 'list' ? found.items[Number(step)] : undefined);
    if (!next) return found.start;
    found = next;
  }
  return found.start;
}

/** Every text in it, outermost first. */
export function* eachText(part: Part): Generator<{ text: string; start: number }> {
  if (part.kind === 'list') for (const item of part.items) yield* eachText(item);
  else if (part.kind === 'map') for (const { value } of part.entries) yield* eachText(value);
  else if (typeof part.value === 'string') yield { text: part.value, start: part.start };
}
