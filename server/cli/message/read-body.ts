import { HarnessError } from '../../domain/errors.js';
import { readAtMost } from '../../log/read-at-most.js';
import { toTerminalText } from '../terminal-text.js';
import type { Values } from '../values.js';
import { bodyFileSetting, bodySetting } from './message-settings.js';

/** A body as it was given. */
export interface GivenBody {
  bytes: Buffer;
  /** Path of its file; null for a text and for stdin. */
  file: string | null;
}

const MAX_BYTES = 16_777_216;
const WAYS = `Give it as --body '<text>', --body @file (or --body-file), or --body - for stdin.`;

/** @throws HarnessError `misuse` when there is none, or two, or it cannot be read. */
export async function readBody(values: Values): Promise<GivenBody> {
  const [body, file] = [values.get(bodySetting), values.get(bodyFileSetting)];
  if (body !== undefined && file !== undefined)
    throw new HarnessError('misuse', '--body and --body-file exclude each other.', { hint: WAYS });
  if (file !== undefined) return { bytes: await readBytes(file), file };
  if (body === undefined) throw new HarnessError('misuse', '--body is missing.', { hint: WAYS });
  if (body === '-') return { bytes: await readStdin(), file: null };
  if (body.startsWith('@')) return { bytes: await readBytes(body.slice(1)), file: body.slice(1) };
  return { bytes: Buffer.from(body, 'utf8'), file: null };
}

/** The bytes as text. @throws HarnessError `misuse` when they are none. */
export function readText({ bytes }: GivenBody): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new HarnessError('misuse', '--body is no UTF-8 text.', {
      hint: 'Give the text itself, not a compressed or binary form of it.',
      cause,
    });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const bytes = await readAtMost(path, MAX_BYTES);
    if (bytes !== null) return bytes;
    const name = toTerminalText(path, 300);
    throw new HarnessError('misuse', `--body: ${name} is longer than ${MAX_BYTES} bytes, which no webhook is.`, { hint: WAYS });
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw new HarnessError('misuse', `--body: ${toTerminalText(path, 300)} cannot be read: ${reason}.`, { hint: WAYS, cause });
  }
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
