import type { CapturedBody, Header } from '../../../server/protocol/records.js';
import { buildBodyView } from '../format/body.js';
import { findHeader, type WireMessage } from '../format/messages.js';
import { showUnseen } from '../format/text.js';
import { compareHeaders, type HeaderChange, isReordered } from './compare-headers.js';

/** What became of a message from one attempt to another. */
export interface MessageChange {
  title: string;
  /** Null where there was no message. */
  startLine: { before: string | null; after: string | null };
  headers: readonly HeaderChange[];
  isReordered: boolean;
  body: BodyChange;
}

/** `text`: both laid out for reading, with unseen characters written out, because what was taken away is drawn by others. */
export type BodyChange =
  | { kind: 'same'; label: string }
  | { kind: 'none' }
  | { kind: 'unknown' }
  | { kind: 'text'; before: string; after: string; language: 'json' | 'text'; isPlain: boolean };

/** Compares two requests or two responses; null where there was none. */
export function compareMessages(title: string, before: WireMessage | null, after: WireMessage | null): MessageChange {
  const [headersBefore, headersAfter] = [before?.headers ?? [], after?.headers ?? []];
  return {
    title,
    startLine: { before: before?.startLine ?? null, after: after?.startLine ?? null },
    headers: compareHeaders(headersBefore, headersAfter),
    isReordered: isReordered(headersBefore, headersAfter),
    body: compareBodies(before, after),
  };
}

/** True when nothing of it differs. */
export function isUnchanged({ startLine, headers, isReordered: isOtherOrder, body }: MessageChange): boolean {
  const isSameBody = body.kind === 'same' || body.kind === 'none';
  return startLine.before === startLine.after && !isOtherOrder && isSameBody && headers.every(({ kind }) => kind === 'same');
}

function compareBodies(before: WireMessage | null, after: WireMessage | null): BodyChange {
  if (isUnknown(before) || isUnknown(after)) return { kind: 'unknown' };
  const [bodyBefore, bodyAfter] = [keepFilled(before?.body), keepFilled(after?.body)];
  if (!bodyBefore && !bodyAfter) return { kind: 'none' };
  // Nobody reads anything out of two ciphertexts.
  const isPlain = before?.plain !== null && after?.plain !== null && before !== null && after !== null;
  const textBefore = isPlain ? layOut(before.plain?.body ?? null, []) : layOut(bodyBefore, before?.headers ?? []);
  const textAfter = isPlain ? layOut(after.plain?.body ?? null, []) : layOut(bodyAfter, after?.headers ?? []);
  if (bodyBefore && bodyAfter && isSame(bodyBefore, bodyAfter)) return { kind: 'same', label: textAfter.label };
  const language = textBefore.isJson && textAfter.isJson ? 'json' : 'text';
  return { kind: 'text', before: textBefore.text, after: textAfter.text, language, isPlain };
}

function isUnknown(message: WireMessage | null): boolean {
  return message !== null && message.body === null && message.bodyNote !== null;
}

function keepFilled(body: CapturedBody | null | undefined): CapturedBody | null {
  return body && body.sizeBytes > 0 ? body : null;
}

function isSame(one: CapturedBody, other: CapturedBody): boolean {
  return one.text === other.text && one.base64 === other.base64 && one.sizeBytes === other.sizeBytes;
}

function layOut(body: CapturedBody | null, headers: readonly Header[]): { text: string; label: string; isJson: boolean } {
  if (!body) return { text: '', label: '', isJson: true };
  const { raw, pretty, label } = buildBodyView(body, findHeader(headers, 'content-type'));
  return { text: showUnseen(pretty ?? raw), label, isJson: label.startsWith('JSON') };
}
