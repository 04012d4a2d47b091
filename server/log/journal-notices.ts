import type { HarnessNotice } from '../protocol/records.js';

export function buildNotRotatedNotice(path: string, reason: string): HarnessNotice {
  return {
    type: 'harness.notice',
    level: 'warning',
    code: 'journal_not_rotated',
    message: `${path} outgrew its limit and could not be put aside: ${reason}`,
    hint: 'Everything is still written; it is tried again when the file has grown further.',
  };
}

/** @param movedTo null when the file was gone. */
export function buildChangedNotice(path: string, movedTo: string | null): HarnessNotice {
  return {
    type: 'harness.notice',
    level: 'warning',
    code: 'journal_changed',
    message: `${path} was ${movedTo === null ? 'deleted by another program' : `changed by another program and is now ${movedTo}`}.`,
    hint: 'Payments are kept. Older records can be read only as far as memory still holds them.',
  };
}
