import type { CheckCatalogue, StartAsked } from '../../../server/http/control/check-replies.js';
import type { ControlFailure } from '../control/call-control.js';
import type { TypedFields } from '../schema-form/field.js';

/** Texts of the form that are sent as they are. */
const TEXTS = ['callback', 'secret', 'probe', 'probePaid', 'probeCount', 'create'] as const;
const NUMBERS = ['maxRequests', 'settleMs'] as const;

export type FieldName = 'endpoint' | (typeof TEXTS)[number] | (typeof NUMBERS)[number];

/** What a field cannot be read as, by its name. */
export type FieldProblems = Partial<Record<FieldName, { message: string; hint: string | null }>>;

/** Ids that are left out, as the form remembers them. */
export function readLeftOut({ leftOut = '' }: TypedFields): Set<string> {
  return new Set(leftOut.split(',').filter(Boolean));
}

/** The call that starts a run, from what was typed. */
export function buildAsked(
  provider: string,
  typed: TypedFields,
  checks: CheckCatalogue['checks'],
): { ok: true; asked: StartAsked } | { ok: false; problems: FieldProblems } {
  const problems: FieldProblems = {};
  const asked: StartAsked = { provider, endpoint: (typed.endpoint ?? '').trim() };
  if (asked.endpoint === '') problems.endpoint = { message: 'Where does your app take events?', hint: null };
  for (const name of TEXTS) {
    const text = (typed[name] ?? '').trim();
    if (text !== '') asked[name] = text;
  }
  for (const name of NUMBERS) {
    const text = (typed[name] ?? '').trim();
    if (/^\d+$/.test(text)) asked[name] = Number(text);
    else if (text !== '') problems[name] = { message: 'This is no whole number.', hint: null };
  }
  const leftOut = readLeftOut(typed);
  if (checks.some(({ id }) => leftOut.has(id))) asked.only = checks.filter(({ id }) => !leftOut.has(id)).map(({ id }) => id);
  return Object.keys(problems).length === 0 ? { ok: true, asked } : { ok: false, problems };
}

/** The field that a refusal names at its start, such as `"endpoint": ...` or `probe: ...`; null when it is about the whole. */
export function findRefusedField({ message }: Pick<ControlFailure, 'message'>): FieldName | null {
  const named = /^"?(\w+)"?:/.exec(message)?.[1];
  return (['endpoint', ...TEXTS, ...NUMBERS] as const).find((name) => name === named) ?? null;
}
