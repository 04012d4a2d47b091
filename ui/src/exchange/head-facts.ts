import type { LogRecord } from '../../../server/protocol/records.js';
import { formatDateTime, formatDuration } from '../format/dates.js';

/** The facts that everybody looks for first, for one line: when, which attempt, how long. */
export function listHeadFacts(record: LogRecord, start?: LogRecord): string[] {
  const durationMs = 'latencyMs' in record ? record.latencyMs : 'durationMs' in record ? record.durationMs : null;
  return [
    formatDateTime((start ?? record).at),
    ...(record.type === 'attempt.finished' ? [`attempt ${record.number}, ${record.trigger}`] : []),
    ...(durationMs === null ? [] : [`took ${formatDuration(durationMs)}`]),
  ];
}
