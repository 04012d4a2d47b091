import { readSecPaidNotice } from './secpaid-notice.js';

/**
 * `<payment id> <status>` for a webhook body of either provider, so that the attempts of one event can be counted; `(unknown)` for
 * anything else, an encrypted body included.
 */
export function describeEvent(text: string): string {
  const body = parseBody(text);
  const notice = readSecPaidNotice(body);
  if (notice) return `${notice.payId} ${notice.status}`;
  const { id, status } = (body ?? {}) as { id?: unknown; status?: unknown };
  return typeof id === 'string' && typeof status === 'string' ? `${id} ${status}` : '(unknown)';
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
