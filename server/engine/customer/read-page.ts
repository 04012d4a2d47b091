import { isUtf8 } from 'node:buffer';
import type { Header } from '../../protocol/records.js';
import type { VisitedPage } from '../../protocol/visit-records.js';
import type { Reply } from '../../transport/reply.js';
import { findTitle } from './find-title.js';

const TEXT_TYPE =
  /^(text\/|application\/(json|xml|xhtml\+xml|javascript|x-www-form-urlencoded|problem\+json)\b|[\w.-]+\/[\w.-]+\+(json|xml)\b)/i;
const HTML_TYPE = /^(text\/html|application\/xhtml\+xml)\b/i;

/** What somebody in front of the browser could read. */
export function readPage(url: string, { status, headers, body }: Reply): VisitedPage {
  const contentType = findHeader(headers, 'content-type') ?? null;
  const { text, note } = readText(contentType, headers, body);
  const isHtml = contentType === null ? /^\s*</.test(text ?? '') : HTML_TYPE.test(contentType);
  return {
    url,
    status,
    contentType,
    title: isHtml && text !== null ? findTitle(text) : null,
    body: text,
    sizeBytes: body.sizeBytes,
    ...(note === undefined ? {} : { note }),
  };
}

export function findHeader(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

function readText(
  contentType: string | null,
  headers: readonly Header[],
  { bytes, isCut }: Reply['body'],
): { text: string | null; note?: string } {
  const encoding = findHeader(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '' && bytes.length > 0) {
    // Asked for plain bytes, so a compressed answer is worth telling; and nothing here can be inflated to a gigabyte.
    const note = `It came compressed (${encoding.slice(0, 40)}) although the request asked for plain bytes, so its text was not read.`;
    return { text: null, note };
  }
  const decoded = decode(bytes, contentType);
  if (decoded === null) {
    return { text: null, note: contentType === null ? 'It is not text.' : `It is not text but ${contentType.slice(0, 80)}.` };
  }
  return isCut ? { text: decoded, note: 'It is longer than the 64 KiB that were read.' } : { text: decoded };
}

/** Null for what is no text. */
function decode(bytes: Buffer, contentType: string | null): string | null {
  if (contentType !== null && !TEXT_TYPE.test(contentType)) return null;
  if (contentType === null && bytes.includes(0)) return null;
  const decoder = createDecoder(/;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? guessCharset(bytes));
  // As a stream, so that a character at the cut is left out rather than broken.
  return decoder.decode(bytes, { stream: true });
}

function guessCharset(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 1_024);
  const declared = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  // A cut may fall inside a character, so the last three bytes prove nothing.
  return declared ?? (isUtf8(bytes) || isUtf8(bytes.subarray(0, findSafeEnd(bytes))) ? 'utf-8' : 'windows-1252');
}

function findSafeEnd(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return Math.max(0, end - 1);
}

function createDecoder(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
