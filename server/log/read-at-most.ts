import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';

/**
 * A file that somebody named, counted while it is read: a device or a pipe has no size to ask for, and /dev/zero no end.
 * @returns null when it has more bytes than that. @throws the operating system's error.
 */
export async function readAtMost(path: string, maxBytes: number): Promise<Buffer | null> {
  const bytes = await buffer(createReadStream(path, { end: maxBytes }));
  return bytes.length > maxBytes ? null : bytes;
}
