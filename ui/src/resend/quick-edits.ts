import { changeOneByte } from './change-one-byte.js';
import type { ResendDraft } from './draft.js';
import { findRole } from './header-roles.js';

const DAY_MS = 86_400_000;

export interface QuickEditResult {
  draft: ResendDraft;
  /** What was changed, in one plain sentence. */
  sentence: string;
}

/** One byte of the body is another one. The signing stays as chosen: signed again it must be accepted, with the old signature refused. */
export function editOneByte(draft: ResendDraft): QuickEditResult {
  const { body, where } = changeOneByte(draft.body);
  return { draft: { ...draft, body }, sentence: `One byte of the body changed ${where}.` };
}

/** The timestamp a day earlier; the headers then stay as they stand, because signing makes a new one. Null when there is none, or none that can be read. */
export function ageTimestamp(draft: ResendDraft): QuickEditResult | null {
  const row = draft.headers.find(({ name }) => findRole(name) === 'timestamp');
  const older = row && moveBack(row.value);
  if (!row || older === undefined) return null;
  const headers = draft.headers.map((other) => (other === row ? { ...row, value: older } : other));
  return {
    draft: { ...draft, headers, signing: 'kept' },
    sentence: `${row.name} is a day earlier, under the old signature.`,
  };
}

/** Without its signature; the headers then stay as they stand. Null when there is none. */
export function removeSignature(draft: ResendDraft): QuickEditResult | null {
  const headers = draft.headers.filter(({ name }) => findRole(name) !== 'signature');
  if (headers.length === draft.headers.length) return null;
  return { draft: { ...draft, headers, signing: 'kept' }, sentence: 'The signature header is gone.' };
}

/** Everything as it was sent, signature and timestamp included: what an app gets when a delivery reaches it twice. */
export function duplicate(original: ResendDraft): QuickEditResult {
  return { draft: { ...original, signing: 'kept' }, sentence: 'Everything is as it was sent, the signature included.' };
}

/** The instant a day earlier, in the form in which it was written. */
function moveBack(value: string): string | undefined {
  if (/^\d{9,11}$/.test(value)) return String(Number(value) - DAY_MS / 1_000);
  if (/^\d{12,14}$/.test(value)) return String(Number(value) - DAY_MS);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : new Date(atMs - DAY_MS).toISOString();
}
