import type { EventAnnounced, LogRecord, RecordHead } from '../../../server/protocol/records.js';
import { formatDuration } from '../format/dates.js';
import { MAX_SENTENCE_CHARS } from '../format/summarize.js';
import { shorten, showUnseen, startSentence } from '../format/text.js';
import { describeDeliveryStatus, describeVerdict, type Verdict } from '../format/verdict.js';
import type { DeliveryDraft, StoryAttempt } from './delivery-draft.js';
import type { RowContent } from './record-row.js';
import type { TimelineMark } from './timeline.js';

/** Finds what the built-in receiver got of an attempt; nothing when the attempt went elsewhere. */
export type FindReceived = (attempt: StoryAttempt, event: EventAnnounced, endpoint: string) => LogRecord | undefined;

/** Attempts from the beginning of a delivery that are shown when there are too many. */
const FIRST_ATTEMPTS = 5;

/** A row for an event on its way to one endpoint, with a mark for each attempt. */
export function buildDeliveryRow(
  event: RecordHead & EventAnnounced,
  delivery: DeliveryDraft,
  findReceived: FindReceived,
  maxAttempts: number,
): RowContent {
  const { attempts, lastFinished, isHeld } = delivery;
  const shown = limitAttempts(attempts, maxAttempts);
  const running = attempts.at(-1)?.finished === null ? attempts.at(-1) : undefined;
  const isPending = !delivery.isDropped && (lastFinished === null || lastFinished.deliveryStatus === 'pending');
  const nextAttemptAt = isPending && !running ? (lastFinished?.nextAttemptAt ?? null) : null;
  const marks = [
    { ...markPoint(event, 'announced', 'Event announced'), seq: event.seq },
    ...delivery.holds.map(markHold),
    ...shown.flatMap((attempt) => [
      markAttempt(attempt),
      ...markReceived(findReceived(attempt, event, delivery.endpoint), attempt),
    ]),
    ...delivery.resends.slice(-maxAttempts).map(
      (record): TimelineMark => ({
        id: record.resendId,
        shape: 'resend',
        tone: describeVerdict(record)?.tone ?? 'plain',
        fromMs: Date.parse(record.at) - record.latencyMs,
        toMs: Date.parse(record.at),
        label: showUnseen(`Edited and resent: ${describeVerdict(record)?.text ?? record.code}`),
        seq: record.seq,
      }),
    ),
    ...(nextAttemptAt === null
      ? []
      : [markNext(delivery, nextAttemptAt, (attempts.at(-1)?.finished?.number ?? attempts.length) + 1)]),
  ];
  return {
    kind: 'Event',
    family: 'delivery',
    sentence: showUnseen(`“${event.status}” to ${delivery.endpoint.replace(/^https?:\/\//, '')}`),
    note: lastFinished ? shorten(showUnseen(startSentence(lastFinished.sentence)), MAX_SENTENCE_CHARS) : null,
    at: event.at,
    verdict: judge(delivery, running),
    seq: (running?.started ?? lastFinished ?? event).seq,
    marks,
    delivery: {
      deliveryId: delivery.deliveryId,
      attemptCount: attempts.length,
      leftOutCount: attempts.length - shown.length,
      nextAttemptAt,
      isHeld,
    },
  };
}

function limitAttempts(attempts: readonly StoryAttempt[], max: number): readonly StoryAttempt[] {
  if (attempts.length <= max) return attempts;
  const first = Math.min(FIRST_ATTEMPTS, Math.floor(max / 2));
  return [...attempts.slice(0, first), ...attempts.slice(attempts.length - (max - first))];
}

function judge({ isHeld, isDropped, lastFinished }: DeliveryDraft, running: StoryAttempt | undefined): Verdict {
  if (isHeld) return { text: 'held', tone: 'wait' };
  if (isDropped && lastFinished === null && !running) return { text: 'never sent', tone: 'bad' };
  const known = lastFinished?.deliveryStatus ?? 'pending';
  const status = isDropped && known === 'pending' ? 'exhausted' : known;
  if (running && status !== 'acknowledged') return { text: 'waiting for an answer', tone: 'wait' };
  return describeDeliveryStatus(status);
}

function markAttempt({ attemptId, started, finished }: StoryAttempt): TimelineMark {
  if (!finished) {
    const fromMs = started ? Date.parse(started.at) : 0;
    const label = `Attempt ${started?.number ?? 1}, no answer yet`;
    return { id: attemptId, shape: 'running', tone: 'wait', fromMs, toMs: null, label, seq: started?.seq ?? null };
  }
  const toMs = Date.parse(finished.at);
  const verdict = describeVerdict(finished);
  const code = finished.response ? `, ${finished.response.status}` : '';
  const hand = finished.trigger === 'manual' ? ' by hand' : '';
  return {
    id: attemptId,
    shape: 'attempt',
    tone: verdict?.tone ?? 'plain',
    fromMs: Math.min(toMs, started ? Date.parse(started.at) : toMs - finished.latencyMs),
    toMs,
    label: showUnseen(
      `Attempt ${finished.number}${hand}${code}, ${verdict?.text ?? finished.code}, ${formatDuration(finished.latencyMs)}`,
    ),
    seq: finished.seq,
  };
}

function markReceived(record: LogRecord | undefined, attempt: StoryAttempt): TimelineMark[] {
  if (!record) return [];
  const number = attempt.finished?.number ?? attempt.started?.number ?? 1;
  return [
    { ...markPoint(record, 'received', `The built-in receiver got attempt ${number}`), shape: 'received', seq: record.seq },
  ];
}

function markHold({ seq, from, to }: DeliveryDraft['holds'][number]): TimelineMark {
  const label = to === null ? 'Held, waits to be released' : 'Held until it was released';
  const toMs = to === null ? null : Date.parse(to);
  return { id: `hold-${seq}`, shape: 'hold', tone: 'wait', fromMs: Date.parse(from), toMs, label, seq: null };
}

function markNext({ deliveryId }: DeliveryDraft, at: string, number: number): TimelineMark {
  const atMs = Date.parse(at);
  return {
    id: `next-${deliveryId}`,
    shape: 'next',
    tone: 'wait',
    fromMs: atMs,
    toMs: atMs,
    label: `Attempt ${number} is due`,
    seq: null,
  };
}

function markPoint(record: LogRecord, id: string, label: string): TimelineMark {
  const atMs = Date.parse(record.at);
  return { id: `${id}-${record.seq}`, shape: 'point', tone: 'plain', fromMs: atMs, toMs: atMs, label, seq: null };
}
