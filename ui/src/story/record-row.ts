import type { LogRecord } from '../../../server/protocol/records.js';
import type { CustomerVisited } from '../../../server/protocol/visit-records.js';
import { readOwn } from '../../../server/reading/read-own.js';
import { formatTime } from '../format/dates.js';
import { describeKind } from '../format/kind.js';
import { summarize } from '../format/summarize.js';
import { showUnseen } from '../format/text.js';
import { describeVerdict } from '../format/verdict.js';
import type { TimelineMark, TimelineRow, TimerTitles } from './timeline.js';

export type RowContent = Omit<TimelineRow, 'id' | 'depth'>;

/** A row for something that happened once. */
export function buildRecordRow(record: LogRecord): RowContent {
  const { label: kind, family } = describeKind(record);
  const verdict = describeVerdict(record);
  const toMs = Date.parse(record.at);
  const tookMs = 'durationMs' in record ? record.durationMs : 'latencyMs' in record ? record.latencyMs : 0;
  const fromMs = toMs - Math.max(0, tookMs);
  const isExchange = 'request' in record || 'response' in record;
  const sentence = summarize(record);
  const mark: TimelineMark = {
    id: `${record.seq}`,
    shape: tookMs > 0 ? 'span' : 'point',
    tone: verdict?.tone ?? 'plain',
    fromMs,
    toMs,
    label: `${kind}, ${formatTime(record.at)}`,
    seq: isExchange ? record.seq : null,
  };
  return {
    kind,
    family,
    sentence,
    note: record.type === 'customer.visited' ? listAnswers(record) : null,
    at: new Date(fromMs).toISOString(),
    // A change of status says so in its sentence; only what it amounts to is worth a badge.
    verdict: record.type === 'payment.status_changed' && record.outcome === 'open' ? null : verdict,
    seq: isExchange ? record.seq : null,
    marks: [mark],
    delivery: null,
  };
}

/** `Answered 200, 302, 200.` */
function listAnswers({ hops }: CustomerVisited): string {
  return `Answered ${hops.map(({ status }) => status ?? 'nothing').join(', ')}.`;
}

/** A row for something that the provider did by itself when its time had come. */
export function buildTimerRow(record: LogRecord, timer: string, titles: TimerTitles): RowContent {
  return {
    ...buildRecordRow(record),
    sentence: showUnseen(readOwn(titles, timer) ?? `Timer “${timer}” came due`),
    verdict: null,
  };
}

/** A row for a browser that is sent back to the app, from when it was held, if it was. */
export function buildRedirectRow(records: readonly LogRecord[]): RowContent {
  const held = records.find(({ type }) => type === 'redirect.held');
  const released = records.find((record) => record.type === 'redirect.released');
  const issued = records.find(({ type }) => type === 'redirect.issued');
  const shown = issued ?? held ?? records[0];
  if (!shown) throw new Error('a redirect has at least one record');
  const row = buildRecordRow(shown);
  if (!held) return row;
  const isReleased = released !== undefined;
  const fromMs = Date.parse(held.at);
  const hold: TimelineMark = {
    id: `hold-${held.seq}`,
    shape: 'hold',
    tone: 'wait',
    fromMs,
    toMs: released ? Date.parse(released.at) : issued ? Date.parse(issued.at) : null,
    label: isReleased ? 'Held until it was released' : 'Held, waits to be released',
    seq: null,
  };
  return {
    ...row,
    at: held.at,
    note: released ? `${summarize(released)}.` : null,
    marks: issued ? [hold, ...row.marks] : [hold],
  };
}
