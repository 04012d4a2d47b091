import type { CapturedBody } from '../../../server/protocol/records.js';

const LINE_BYTES = 16;

/** The bytes of a body, as far as they are kept. */
export function toBytes(body: CapturedBody): Uint8Array {
  if (body.text !== undefined) return new TextEncoder().encode(body.text);
  return Uint8Array.from(atob(body.base64 ?? ''), (character) => character.charCodeAt(0));
}

/** The first `count` bytes, sixteen to a line: offset, hex, and what is printable of ASCII. */
export function formatHex(bytes: Uint8Array, count: number): string {
  const end = Math.min(count, bytes.length);
  const lines: string[] = [];
  for (let start = 0; start < end; start += LINE_BYTES)
    lines.push(formatLine(bytes.subarray(start, Math.min(start + LINE_BYTES, end)), start));
  return lines.join('\n');
}

function formatLine(bytes: Uint8Array, offset: number): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const halves = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')].join('  ').padEnd(LINE_BYTES * 3);
  const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${halves}  ${text}`;
}
