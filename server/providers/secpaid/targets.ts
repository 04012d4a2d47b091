import { canParseUrl } from '../../domain/can-parse-url.js';
import type { JsonValue } from '../../protocol/records.js';
import { Refusal } from './refusal.js';

/** Ours: bounds the calls that one payment can cause. */
export const MAX_TARGETS = 20;

/** Default of the `urlMaxLength` setting. */
const DEFAULT_URL_LENGTH = 2048;

/**
 * True for an absolute http or https URL. Judged on the raw text first: the URL parser silently drops line breaks and tabs, reads
 * backslashes as slashes and completes `http:host`, so what it accepts is not what would be sent.
 */
export function isHttpUrl(text: string, maxLength = DEFAULT_URL_LENGTH): boolean {
  if (text.length > maxLength || /[\p{Cc}\p{Cs}\s\\]/u.test(text)) return false;
  return /^https?:\/\/[^/?#]/i.test(text) && canParseUrl(text);
}

/**
 * Reads `callback_url` or `payment_endpoint`: a comma list of zero-based indices into the saved list and of URLs. Absent or empty means
 * all saved URLs. Source: docs.secpaid.com/how-to/callback-url; blanks, empty items and repetitions are our reading.
 * @throws Refusal 400 `Invalid <name>` for an index without a saved URL and for anything that is not an http(s) URL.
 */
export function resolveTargets(
  name: string,
  value: JsonValue | undefined,
  saved: readonly string[],
  maxLength: number,
): string[] {
  const items = listItems(value);
  if (items === undefined) throw new Refusal(400, `Invalid ${name}`);
  if (items.length === 0) return [...new Set(saved)];
  const urls = new Set<string>();
  for (const item of items) {
    const isIndex = /^\d+$/.test(item);
    const url = isIndex ? saved[Number(item)] : item;
    if (url === undefined || !(isIndex || isHttpUrl(url, maxLength))) throw new Refusal(400, `Invalid ${name}`);
    urls.add(url);
  }
  if (urls.size > MAX_TARGETS) throw new Refusal(400, `Invalid ${name}`);
  return [...urls];
}

function listItems(value: JsonValue | undefined): string[] | undefined {
  if (value === undefined || value === null) return [];
  const parts = Array.isArray(value) ? value : [value];
  if (!parts.every((part) => typeof part === 'string' || typeof part === 'number')) return undefined;
  // Only blanks are trimmed: a line break at either end is part of the text and makes it invalid.
  return parts
    .flatMap((part) => String(part).split(','))
    .map((item) => item.replace(/^ +| +$/g, ''))
    .filter((item) => item !== '');
}
