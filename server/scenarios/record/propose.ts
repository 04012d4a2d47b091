import { type AcknowledgedWish, judgeAcknowledged, judgeNothingPending, judgeRefused } from '../../judge/judge-deliveries.js';
import { isOnCheckout } from '../../judge/judge-visit.js';
import type { JsonObject, LogRecord, RecordHead } from '../../protocol/records.js';
import type { CustomerVisited } from '../../protocol/visit-records.js';
import { listFaults } from './read-faults.js';
import { readLimit } from './read-waits.js';
import type { RecordingParts } from './recording.js';

const MAX_ATTEMPTS = 1_000;
/** What an app that checks what it gets refuses. */
const FORGERIES = new Set(
  'wrong-secret,stale-timestamp,tampered-body,truncated-body,malformed-body,mangled-header,missing-header'.split(','),
);

export interface Proposal {
  /** `expect` of each step, at least one. */
  expects: readonly JsonObject[];
  notes: readonly string[];
}

/** Expectations that are met by what happened, each judged on it as a run judges them. Attempts by hand count for nothing. */
export function proposeExpectations(parts: RecordingParts, isOwn: (url: string) => boolean): Proposal {
  const records = parts.records.filter((record) => !isByHand(record));
  const notes: string[] = [];
  const mixed = listMixed(parts);
  if (mixed.length > 0)
    notes.push(
      `Settings were changed while ${mixed.join(', ')} was tried again; how often it was, and what was refused, is not expected.`,
    );
  const acknowledged = proposeAcknowledged(records, notes, mixed);
  const refused = proposeRefused(records, notes).filter(
    ({ event }) => mixed.length === 0 || !(event === undefined || mixed.includes(String(event))),
  );
  const faults = proposeFaults(records, refused);
  const redirect = proposeRedirect(records, isOwn);
  const isSettled = judgeNothingPending(records).isMet;
  if (!isSettled) notes.push('Deliveries were still pending when it was recorded; nothing is expected of them.');
  const limit = readLimit(records);
  const first: JsonObject = {
    status: chooseStatus(parts),
    ...(acknowledged[0] === undefined ? {} : { acknowledged: acknowledged[0] }),
    ...(refused[0] === undefined ? {} : { refused: refused[0] }),
    ...(redirect === null ? {} : { redirect }),
    ...(faults.length === 0 ? {} : { records: faults.length === 1 ? (faults[0] ?? []) : faults }),
    ...(isSettled ? { 'nothing pending': true } : {}),
    ...(limit === null ? {} : { within: limit }),
  };
  const more = Array.from({ length: Math.max(acknowledged.length, refused.length, 1) - 1 }, (_, index) => ({
    ...(acknowledged[index + 1] === undefined ? {} : { acknowledged: acknowledged[index + 1] as JsonObject }),
    ...(refused[index + 1] === undefined ? {} : { refused: refused[index + 1] as JsonObject }),
  }));
  return { expects: [first, ...more], notes };
}

/** Events that were tried both before and after somebody changed the account: a run has one state of it for all attempts. */
function listMixed({ records, laneRecords, provider }: RecordingParts): string[] {
  const changes = laneRecords.flatMap((record) =>
    record.type === 'account.changed' && record.provider === provider.name && Object.keys(record.settings).length > 0
      ? [record.seq]
      : [],
  );
  const attempts = records.flatMap((record) => (record.type === 'attempt.finished' && !isByHand(record) ? [record] : []));
  const events = records.flatMap((record) => (record.type === 'event.announced' ? [record] : []));
  const mixed = events.filter(({ eventId }) => {
    const seqs = attempts.filter((attempt) => attempt.eventId === eventId).map(({ seq }) => seq);
    return changes.some((change) => seqs.some((seq) => seq < change) && seqs.some((seq) => seq > change));
  });
  return [...new Set(mixed.map(({ status }) => status))];
}

function isByHand(record: LogRecord): boolean {
  const isAttempt = record.type === 'attempt.started' || record.type === 'attempt.finished';
  return isAttempt && record.trigger === 'manual';
}

/** The provider's word, unless what the payment amounts to was decided after it: money that arrived later. */
function chooseStatus({ payment, records }: RecordingParts): string {
  const last = records.findLast(
    (record) => record.type === 'payment.status_changed' || (record.type === 'payment.amended' && record.outcome !== undefined),
  );
  return last?.type === 'payment.amended' ? payment.outcome : payment.status;
}

function proposeAcknowledged(records: readonly LogRecord[], notes: string[], mixed: readonly string[]): JsonObject[] {
  const statuses = listEvents(records);
  const wishes = statuses.flatMap((event): { event: string; attempts: number | null }[] => {
    const attempts = countAttempts(records, event);
    if (attempts === null) notes.push(`The event ${event} was not acknowledged; no acknowledgement is expected of it.`);
    return attempts === null ? [] : [{ event, attempts: mixed.includes(event) ? null : attempts }];
  });
  const [one] = wishes;
  const isAlike =
    mixed.length === 0 && wishes.length === statuses.length && wishes.every(({ attempts }) => attempts === one?.attempts);
  // One that speaks of every event says the same in a line.
  if (one && isAlike && wishes.length > 1) return [{ attempts: one.attempts }];
  return wishes.map(({ event, attempts }): JsonObject => (attempts === null ? { event } : { event, attempts }));
}

/** In how many attempts the event was acknowledged everywhere; null: it was not. */
function countAttempts(records: readonly LogRecord[], event: string): number | null {
  const isMet = (wish: AcknowledgedWish) => judgeAcknowledged(records, wish).isMet;
  if (!isMet({ event })) return null;
  for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts++) if (isMet({ event, attempts })) return attempts;
  return null;
}

function proposeRefused(records: readonly LogRecord[], notes: string[]): JsonObject[] {
  const events = listEvents(records);
  const wishRefused = (about: { event?: string; fault?: string }) => proposeRefusal(records, about);
  const faulty = listFaults(records).flatMap((fault): JsonObject[] => {
    const always = wishRefused({ fault });
    const [odd] = always.flatMap(({ status }) => (status === undefined ? [] : [status]));
    if (FORGERIES.has(fault) && odd !== undefined)
      notes.push(
        `Your app answered ${odd} to an attempt with the fault ${fault}: see whether it should have refused it with 4xx.`,
      );
    if (always.length > 0) return always;
    if (FORGERIES.has(fault) && isAcknowledged(records, fault))
      notes.push(`Your app acknowledged an attempt with the fault ${fault}: see whether it should have refused it.`);
    return events.flatMap((event) => wishRefused({ event, fault }));
  });
  const plain = events.filter((event) => !faulty.some((wish) => covers(records, wish, event)));
  return [...faulty, ...plain.flatMap((event) => wishRefused({ event }))];
}

/** At most one wish. What is not 4xx has to be named, because without a status a crash is no refusal. */
function proposeRefusal(records: readonly LogRecord[], about: { event?: string; fault?: string }): JsonObject[] {
  const answers = records.flatMap((record) => (record.type === 'attempt.finished' ? [record.response?.status] : []));
  const wishes = [about, ...[...new Set(answers)].flatMap((status) => (status === undefined ? [] : [{ ...about, status }]))];
  return wishes.filter((wish) => judgeRefused(records, wish).isMet).slice(0, 1);
}

/** That a fault took effect again, where no refusal says so already. */
function proposeFaults(records: readonly LogRecord[], refused: readonly JsonObject[]): JsonObject[] {
  const used = records.flatMap((record) => (record.type === 'fault.used' && record.route === undefined ? [record.fault] : []));
  // A burst is of no payment, so only its attempts tell of it.
  const carried = listFaults(records).filter((fault) => !used.includes(fault));
  const isNews = (fault: string) => !refused.some((wish) => wish.fault === fault);
  return [
    ...[...new Set(used)].filter(isNews).map((fault) => ({ match: { type: 'fault.used', fault } })),
    ...carried.filter(isNews).map((fault) => ({ match: { type: 'attempt.finished', faults: { contains: fault } } })),
  ];
}

/** Nothing but attempts with that fault was made of the event. */
function covers(records: readonly LogRecord[], { fault }: JsonObject, event: string): boolean {
  const ids = new Set(
    records.flatMap((record) => (record.type === 'event.announced' && record.status === event ? [record.eventId] : [])),
  );
  return records.every(
    (record) => record.type !== 'attempt.finished' || !ids.has(record.eventId) || record.faults?.includes(String(fault)),
  );
}

function isAcknowledged(records: readonly LogRecord[], fault: string): boolean {
  return records.some(
    (record) => record.type === 'attempt.finished' && record.code === 'acknowledged' && record.faults?.includes(fault),
  );
}

function listEvents(records: readonly LogRecord[]): string[] {
  return [
    ...new Set(
      records.flatMap((record) => (record.type === 'event.announced' && record.deliveries.length > 0 ? [record.status] : [])),
    ),
  ];
}

/** Where the customer ended, when the provider had sent the browser there. */
function proposeRedirect(records: readonly LogRecord[], isOwn: (url: string) => boolean): JsonObject | null {
  if (!records.some(({ type }) => type === 'redirect.issued')) return null;
  const visit = records.findLast(
    (record): record is RecordHead & CustomerVisited => record.type === 'customer.visited' && record.action !== null,
  );
  if (!visit?.page || isOwn(visit.page.url) || isOnCheckout(visit)) return null;
  return { status: visit.page.status };
}
