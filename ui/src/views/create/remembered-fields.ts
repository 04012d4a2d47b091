import type { TypedFields } from '../../schema-form/field.js';

const CREATE_KEY = 'paystage.create';

/** What was filled in last, as long as the tab lives. */
export interface Remembered {
  provider: string | null;
  fields: Readonly<Record<string, TypedFields>>;
}

/** Reads what this tab remembers; whatever is not understood is forgotten. */
export function recallFields(storage: Pick<Storage, 'getItem'>, key = CREATE_KEY): Remembered {
  const nothing: Remembered = { provider: null, fields: {} };
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (!isObject(stored)) return nothing;
    const fields = isObject(stored.fields) ? stored.fields : {};
    return {
      provider: typeof stored.provider === 'string' ? stored.provider : null,
      fields: Object.fromEntries(Object.entries(fields).map(([name, typed]) => [name, keepTexts(typed)])),
    };
  } catch {
    return nothing;
  }
}

/** Remembers what is typed, without the fields that carry a secret. A tab that may not store anything forgets it. */
export function rememberFields(
  storage: Pick<Storage, 'setItem'>,
  { provider, fields }: Remembered,
  secretFields: readonly string[],
  key = CREATE_KEY,
): void {
  const kept = Object.entries(fields).map(([name, typed]) => [
    name,
    Object.fromEntries(Object.entries(typed).filter(([field]) => !secretFields.includes(field))),
  ]);
  try {
    storage.setItem(key, JSON.stringify({ provider, fields: Object.fromEntries(kept) }));
  } catch {
    // Full or forbidden: the fields are still on the page.
  }
}

function keepTexts(typed: unknown): TypedFields {
  if (!isObject(typed)) return {};
  return Object.fromEntries(Object.entries(typed).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
