import type { JsonValue } from '../../protocol/records.js';

/** It ends at the next tag, so that a page of unclosed ones is read in one go. */
const INPUT = /<input\b[^<>]*>/gi;
/** Forms have a few hidden fields; a page that has more is not what anybody meant. */
const MAX_FIELDS = 100;

/** What captures and expectations look at: the JSON of an answer, or of an HTML page `{ fields }`, the hidden fields of its forms by name. */
export function readReply(text: string, contentType: string): JsonValue | undefined {
  try {
    // Also where it calls itself a page: many a framework does that with any text.
    return JSON.parse(text) as JsonValue;
  } catch {
    return /^text\/html\b/i.test(contentType) ? { fields: readHiddenFields(text) } : undefined;
  }
}

/** Of several fields of one name the first counts: pages repeat the token of their session in every form. */
function readHiddenFields(html: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [tag] of html.matchAll(INPUT)) {
    if (readAttribute(tag, 'type')?.toLowerCase() !== 'hidden') continue;
    const name = readAttribute(tag, 'name');
    if (name !== undefined && !fields.has(name) && fields.size < MAX_FIELDS) fields.set(name, readAttribute(tag, 'value') ?? '');
  }
  return Object.fromEntries(fields);
}

function readAttribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return found === null ? undefined : decodeEntities(found[1] ?? found[2] ?? found[3] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
