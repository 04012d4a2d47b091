import type { LogRecord } from '../../../server/protocol/records.js';
import { formatDuration } from './dates.js';

/** `#2` for the second attempt of a delivery; null for everything else. */
export function formatAttemptNumber(record: LogRecord): string | null {
  return record.type === 'attempt.started' || record.type === 'attempt.finished' ? `#${record.number}` : null;
}

/** How long the exchange took; null where nothing was exchanged. */
export function formatLatency(record: LogRecord): string | null {
  if ('latencyMs' in record) return formatDuration(record.latencyMs);
  if ('durationMs' in record) return formatDuration(record.durationMs);
  return null;
}

/** HTTP status that was answered; null where nothing was. */
export function formatStatusCode(record: LogRecord): string | null {
  if (record.type === 'redirect.issued') return String(record.status);
  if (record.type === 'customer.visited') return record.page ? String(record.page.status) : null;
  return 'response' in record && record.response ? String(record.response.status) : null;
}
