import type { ApiCalled, JsonObject } from '../../protocol/records.js';

/** What the app sent, as a map; null for a body that is none, or of which only a part was kept. */
export function readBody({ request }: ApiCalled): { kind: 'json' | 'form'; fields: JsonObject } | null {
  const text = request.body?.text;
  if (text === undefined || request.body?.isCut) return null;
  const json = readJson(text);
  if (json !== undefined) return isObject(json) ? { kind: 'json', fields: json } : null;
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!type.includes('x-www-form-urlencoded')) return null;
  return { kind: 'form', fields: Object.fromEntries(new URLSearchParams(text)) };
}

export function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
