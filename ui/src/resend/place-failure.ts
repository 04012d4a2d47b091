import type { ControlFailure } from '../control/call-control.js';
import type { DraftField, DraftProblem } from './check-draft.js';
import type { ResendDraft } from './draft.js';
import type { SentRecord } from './source.js';

const FIELDS: readonly DraftField[] = ['endpoint', 'headers', 'body', 'key'];

/** What the harness refused, at the field it names (`"headers.2.0": ...`); at the form when it names none. */
export function placeFailure({ code, message, hint }: ControlFailure, draft: ResendDraft): DraftProblem {
  if (code === 'body_too_large') {
    return { field: 'body', message, hint: 'The body is larger than the harness takes. Make it shorter.' };
  }
  const [, name, index, half] = /^"(\w+)(?:\.(\d+)(?:\.([01]))?)?/.exec(message) ?? [];
  const field = FIELDS.find((known) => known === name);
  if (field === undefined || code !== 'invalid_body') return { field: 'form', message, hint };
  const row = field === 'headers' && index !== undefined ? draft.headers[Number(index)] : undefined;
  return { field, ...(row ? { rowId: row.id, part: half === '0' ? 'name' : 'value' } : {}), message, hint };
}

/** A request that was never made because of where it would have gone: the answer is a record, the reason is the URL. Null for others. */
export function findTargetProblem({ code, sentence }: SentRecord): DraftProblem | null {
  if (code !== 'blocked_target') return null;
  const hint =
    'Send it to this machine or to your own network; start the stage with --allow-target for anything else that is yours.';
  return { field: 'endpoint', message: `Not sent: ${sentence}`, hint };
}
