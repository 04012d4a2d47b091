import type { ResendFinished } from '../protocol/records.js';

/** What a resend came to, after what it was sent for where that was said. */
export function tellResendEnd({ note, sentence }: Pick<ResendFinished, 'note' | 'sentence'>): string {
  return note === undefined ? sentence : `${note}: ${sentence}`;
}

/** True when it was sent for the check of that id, as its note says: `Check SIG-1, tampered body` or `SIG-1: tampered body`. @param id in lower case. */
export function isSentForCheck({ note }: Pick<ResendFinished, 'note'>, id: string): boolean {
  const [, named, leading] = /^(?:check ([\w.-]+)|([\w.-]+)[:,])/i.exec(note ?? '') ?? [];
  return (named ?? leading)?.toLowerCase() === id;
}
