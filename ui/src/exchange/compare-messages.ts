import type { CapturedBody, Header } from '../../../server/protocol/records.js';
import { buildBodyView } from '../format/body.js';
import { formatHex, toBytes } from '../format/hex.js';
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

/** `text`: in the first form in which the difference can be seen, with unseen characters written out, because what was taken away is drawn by others. */
export type BodyChange =
  | { kind: 'same'; label: string }
  | { kind: 'none' }
  | { kind: 'unknown' }
  | { kind: 'text'; before: string; after: string; language: 'json' | 'text'; form: BodyForm };

/** `plain`: laid out for reading, before it was encrypted; `read`: laid out as sent; `sent`: exactly as sent; `bytes`: as hex. */
export type BodyForm = 'plain' | 'read' | 'sent' | 'bytes';

/** More of them would hold up the page. */
const MAX_HEX_BYTES = 16 * 1_024;

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
  const read = [layOut(bodyBefore, before?.headers ?? []), layOut(bodyAfter, after?.headers ?? [])] as const;
  if (bodyBefore && bodyAfter && isSame(bodyBefore, bodyAfter)) return { kind: 'same', label: read[1].label };
  const forms: { form: BodyForm; texts: readonly [LaidOut, LaidOut] }[] = [];
  // Nobody reads anything out of two ciphertexts.
  if (before?.plain && after?.plain)
    forms.push({ form: 'plain', texts: [layOut(before.plain.body, []), layOut(after.plain.body, [])] });
  if (![bodyBefore, bodyAfter].some(isBinary)) {
    forms.push({ form: 'read', texts: read });
    // A blank between two tokens is gone when both are laid out, and yet it breaks a signature.
    forms.push({ form: 'sent', texts: [keepAsSent(bodyBefore), keepAsSent(bodyAfter)] });
  }
  const bytes = { form: 'bytes' as const, texts: [dump(bodyBefore), dump(bodyAfter)] as const };
  const { form, texts } = forms.find(({ texts: [one, other] }) => one.text !== other.text) ?? bytes;
  const language = texts.every(({ isJson }) => isJson) ? 'json' : 'text';
  return { kind: 'text', before: texts[0].text, after: texts[1].text, language, form };
}

interface LaidOut {
  text: string;
  label: string;
  isJson: boolean;
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

function isBinary(body: CapturedBody | null): boolean {
  return body !== null && body.text === undefined;
}

function layOut(body: CapturedBody | null, headers: readonly Header[]): LaidOut {
  if (!body) return { text: '', label: '', isJson: true };
  const { raw, pretty, label } = buildBodyView(body, findHeader(headers, 'content-type'));
  return { text: showUnseen(pretty ?? raw), label, isJson: label.startsWith('JSON') };
}

function keepAsSent(body: CapturedBody | null): LaidOut {
  return { text: showUnseen(body?.text ?? ''), label: '', isJson: false };
}

function dump(body: CapturedBody | null): LaidOut {
  return { text: body ? formatHex(toBytes(body), MAX_HEX_BYTES) : '', label: '', isJson: false };
}
