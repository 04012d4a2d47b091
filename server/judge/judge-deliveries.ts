import { sayDuration } from '../domain/duration.js';
import { hideCredentials } from '../domain/url-credentials.js';
import type { AttemptFinished, EventAnnounced, LogRecord, RecordHead } from '../protocol/records.js';
import type { Judgement } from './judgement.js';
import { pointAt } from './say-record.js';
import { listUnderWay, type UnderWay } from './under-way.js';

type Attempt = RecordHead & AttemptFinished;
type Announced = RecordHead & EventAnnounced;

export interface AcknowledgedWish {
  /** Only events of this status; left out: every event of the payment. */
  event?: string | undefined;
  /** At most this many attempts, manual ones not counted. */
  attempts?: number | undefined;
  /** From the announcement to the acknowledgement, lane ms. */
  withinMs?: number | undefined;
}

export interface RefusedWish {
  /** Only events of this status; left out: every event of the payment. */
  event?: string | undefined;
  /** Only attempts that carried this fault; left out: every attempt. */
  fault?: string | undefined;
  /** The HTTP status that refuses, such as 500; left out: 400 to 499, because a crash is no refusal. */
  status?: number | undefined;
}

/** Every delivery of the payment's events was acknowledged, soon enough. `records`: those of the payment, oldest first. */
export function judgeAcknowledged(records: readonly LogRecord[], wish: AcknowledgedWish): Judgement {
  const { event, attempts, withinMs } = wish;
  const limits = [
    ...(attempts === undefined ? [] : [`within ${attempts} attempt${attempts === 1 ? '' : 's'}`]),
    ...(withinMs === undefined ? [] : [`within ${sayDuration(withinMs)}`]),
  ];
  const expected = [`${event === undefined ? 'every event' : `event ${event}`} acknowledged`, ...limits].join(' ');
  const events = findEvents(records, event);
  if (events.length === 0) return { isMet: false, expected, ...sayMissing(records, event) };
  let last: Attempt | null = null;
  for (const announced of events) {
    for (const { deliveryId, endpoint } of announced.deliveries) {
      const tried = findAttempts(records, deliveryId);
      const good = tried.find(({ code }) => code === 'acknowledged');
      const nearest = good ?? tried.at(-1) ?? announced;
      const fail = (seen: string): Judgement => ({ isMet: false, expected, seen, nearest: pointAt(nearest) });
      if (!good)
        return { ...fail(sayUnanswered(announced, { deliveryId, endpoint }, records)), ...pointAtOpen(deliveryId, records) };
      const number = tried.slice(0, tried.indexOf(good) + 1).filter(({ trigger }) => trigger === 'scheduled').length;
      if (attempts !== undefined && number > attempts) return fail(`event ${announced.status} acknowledged at attempt ${number}`);
      const tookMs = Date.parse(good.at) - Date.parse(announced.at);
      if (withinMs !== undefined && tookMs > withinMs)
        return fail(`event ${announced.status} acknowledged after ${sayDuration(tookMs)}`);
      last = good;
    }
  }
  if (last === null) return { isMet: false, expected, seen: 'no endpoint is set, so nobody was told', nearest: null };
  return { isMet: true, expected, seen: 'acknowledged', nearest: pointAt(last) };
}

/** Every such attempt, and every copy of it, was answered with 4xx or with the wanted status. No answer at all is no refusal. */
export function judgeRefused(records: readonly LogRecord[], wish: RefusedWish): Judgement {
  const { event, fault, status } = wish;
  const which = fault === undefined ? 'every attempt' : `every attempt with ${fault}`;
  const expected = `${which}${event === undefined ? '' : ` of event ${event}`} refused${status === undefined ? '' : ` with ${status}`}`;
  const events = new Set(findEvents(records, event).map(({ eventId }) => eventId));
  const tried = records.filter(
    (record): record is Attempt =>
      record.type === 'attempt.finished' &&
      events.has(record.eventId) &&
      (fault === undefined || (record.faults?.includes(fault) ?? false)),
  );
  const [first] = tried;
  if (!first) {
    const seen = fault === undefined ? 'nothing was sent' : `no attempt carried ${fault}`;
    return { isMet: false, expected, seen, nearest: null };
  }
  for (const attempt of tried) {
    // What a copy was answered does not count for the delivery, but it is what the app made of the message.
    for (const [number, sent] of [attempt, ...(attempt.copies ?? [])].entries()) {
      const seen = sayNoRefusal(sent, status);
      if (seen === null) continue;
      return { isMet: false, expected, seen: number === 0 ? seen : `copy ${number}: ${seen}`, nearest: pointAt(attempt) };
    }
  }
  const last = tried.at(-1) ?? first;
  return { isMet: true, expected, seen: `refused with ${last.response?.status}`, nearest: pointAt(last) };
}

/** Null: it was refused as wanted. */
function sayNoRefusal({ code, response }: Pick<Attempt, 'code' | 'response'>, wanted: number | undefined): string | null {
  const answered = response?.status;
  if (code === 'acknowledged') return `acknowledged with ${answered}`;
  if (answered === undefined) return `no answer (${code})`;
  if (wanted !== undefined) return answered === wanted ? null : `answered ${answered}`;
  return answered >= 400 && answered < 500 ? null : `answered ${answered}, which is no refusal (4xx)`;
}

/** Nothing is owed any more: no delivery waits for an attempt or a release. */
export function judgeNothingPending(records: readonly LogRecord[]): Judgement {
  const expected = 'nothing left pending';
  for (const announced of findEvents(records, undefined)) {
    for (const { deliveryId, endpoint } of announced.deliveries) {
      const tried = findAttempts(records, deliveryId);
      if (tried.some(({ deliveryStatus }) => deliveryStatus !== 'pending') || findDrop(deliveryId, records)) continue;
      return {
        isMet: false,
        expected,
        seen: sayUnanswered(announced, { deliveryId, endpoint }, records),
        nearest: pointAt(tried.at(-1) ?? announced),
        ...pointAtOpen(deliveryId, records),
      };
    }
  }
  const held = listUnderWay(records).find(({ record }) => record.type === 'redirect.held');
  if (held) return { isMet: false, expected, seen: held.sentence, nearest: pointAt(held.record) };
  return { isMet: true, expected, seen: 'nothing is pending', nearest: null };
}

function findEvents(records: readonly LogRecord[], status: string | undefined): Announced[] {
  return records.filter(
    (record): record is Announced => record.type === 'event.announced' && (status === undefined || record.status === status),
  );
}

function findAttempts(records: readonly LogRecord[], deliveryId: string): Attempt[] {
  return records.filter((record): record is Attempt => record.type === 'attempt.finished' && record.deliveryId === deliveryId);
}

function sayUnanswered(
  announced: Announced,
  { deliveryId, endpoint }: Announced['deliveries'][number],
  records: readonly LogRecord[],
): string {
  const tried = findAttempts(records, deliveryId);
  const last = tried.at(-1);
  const to = `event ${announced.status} to ${hideCredentials(endpoint)}`;
  const open = findOpen(deliveryId, records)?.record;
  if (open?.type === 'delivery.held') return `${to} is held`;
  const now = open ? `attempt ${tried.length + 1} is under way since ${open.at}, no answer yet` : null;
  if (!last) return now === null ? `${to} ${sayUnsent(deliveryId, records)}` : `${to}: ${now}`;
  const next = now ?? (last.nextAttemptAt === null ? 'no further attempt' : `next attempt at ${last.nextAttemptAt}`);
  return `${to} not acknowledged after ${tried.length} attempt${tried.length === 1 ? '' : 's'} (${last.code}); ${next}`;
}

/** Why it was not sent, where a fault or somebody is the reason. */
function sayUnsent(deliveryId: string, records: readonly LogRecord[]): string {
  const dropped = findDrop(deliveryId, records);
  if (dropped) return `is never sent, because ${dropped.type === 'fault.used' ? 'a fault dropped it' : 'it was dropped'}`;
  const fault = records.findLast((record) => record.type === 'fault.used' && record.deliveryId === deliveryId && record.waitsFor);
  return fault?.type === 'fault.used' ? `is kept back by the fault ${fault.fault}` : 'was not sent yet';
}

/** What says that the delivery is never sent: a fault, or whoever gave its payment up, as every check run does at its end. */
function findDrop(deliveryId: string, records: readonly LogRecord[]): LogRecord | undefined {
  return records.find(
    (record) =>
      (record.type === 'delivery.dropped' || (record.type === 'fault.used' && record.isDropped === true)) &&
      record.deliveryId === deliveryId,
  );
}

function findOpen(deliveryId: string, records: readonly LogRecord[]): UnderWay | undefined {
  return listUnderWay(records).find(({ record }) => 'deliveryId' in record && record.deliveryId === deliveryId);
}

function pointAtOpen(deliveryId: string, records: readonly LogRecord[]): Partial<Pick<Judgement, 'nearest'>> {
  const open = findOpen(deliveryId, records);
  return open ? { nearest: pointAt(open.record) } : {};
}

function sayMissing(records: readonly LogRecord[], event: string | undefined): Pick<Judgement, 'seen' | 'nearest'> {
  const others = findEvents(records, undefined);
  const last = others.at(-1);
  if (!last) return { seen: 'no event was announced', nearest: null };
  const names = [...new Set(others.map(({ status }) => status))].join(', ');
  return { seen: `no event ${event}; announced were ${names}`, nearest: pointAt(last) };
}
