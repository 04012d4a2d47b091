import type { CapturedBody } from '../../../server/protocol/records.js';
import { indentJson } from './indent-json.js';
import { formatSize } from './numbers.js';

export interface BodyView {
  /** The bytes as text, or as base64 when they are no text. */
  raw: string;
  /** Laid out for reading; null when there is no better form than `raw`. */
  pretty: string | null;
  /** `JSON, 312 bytes`. */
  label: string;
  /** True when somebody asked for bytes that no text can show. */
  isBinary: boolean;
}

/** Longer bodies are shown as they came: laying them out would hold up the page. */
const MAX_PRETTY_CHARS = 512 * 1024;

/** How to show a body. `contentType` is what the message claimed; the bytes have the last word. */
export function buildBodyView(body: CapturedBody, contentType: string | null): BodyView {
  const size = body.isCut ? `beginning of ${formatSize(body.sizeBytes)}` : formatSize(body.sizeBytes);
  if (body.text === undefined)
    return { raw: body.base64 ?? '', pretty: null, label: `binary as base64, ${size}`, isBinary: true };
  const { pretty, name } = layOut(body.text, contentType ?? '', body.isCut === true);
  return { raw: body.text, pretty: pretty === body.text ? null : pretty, label: `${name}, ${size}`, isBinary: false };
}

function layOut(text: string, contentType: string, isCut: boolean): { pretty: string | null; name: string } {
  if (text.length > MAX_PRETTY_CHARS) return { pretty: null, name: 'text' };
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return { pretty: layOutForm(text), name: 'form' };
  const claimsJson = /\bjson\b/i.test(contentType);
  if (claimsJson || /^\s*[{[]/.test(text)) {
    const pretty = indentJson(text);
    if (pretty !== null) return { pretty, name: 'JSON' };
    if (claimsJson && !isCut) return { pretty: null, name: 'not valid JSON' };
  }
  return { pretty: null, name: 'text' };
}

/** One decoded field per line, in the order sent. */
function layOutForm(text: string): string {
  return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n');
}
