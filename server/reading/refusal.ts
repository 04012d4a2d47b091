import type { ApiCalled, LogRecord } from '../protocol/records.js';

/** True for a call of the app that the provider said no to, also where only the body says so. An error of the provider itself is none. */
export function isRefused(record: LogRecord): boolean {
  if (record.type !== 'api.called') return false;
  const { status } = record.response;
  return status < 500 && (status >= 400 || record.refusal !== undefined);
}

/** `refused: Amount is required (400)`; null for a call that was answered as it should be, or not at all. */
export function tellRefusal({ response: { status }, refusal }: Pick<ApiCalled, 'response' | 'refusal'>): string | null {
  if (status < 400 && refusal === undefined) return null;
  const verdict = status >= 500 ? 'failed' : 'refused';
  // A log of an earlier version does not say why.
  if (refusal === undefined) return `${verdict} with ${status}`;
  return `${verdict}: ${refusal.message.replace(/\.$/, '')} (${[status, refusal.code].filter(Boolean).join(' ')})`;
}
