import type { LogRecord } from '../../../server/protocol/records.js';
import { foldCheckRuns } from './check-runs.js';
import { type HistoryLimits, historyLimits, type LogState } from './log-state.js';
import { applyToDraft, createDraft, forgetDraft, type PaymentStory, paymentIdOf, type StoryDraft } from './payment-story.js';
import { countBodyChars } from './record-size.js';

/** The state after `records`, which follow in order on those already held. The oldest are let go when a limit is passed. */
export function reduce(state: LogState, records: readonly LogRecord[], limits: HistoryLimits = historyLimits): LogState {
  if (records.length === 0) return state;
  const all = state.records.append(records);
  let heldChars = state.heldChars;
  for (const record of records) heldChars += countBodyChars(record);

  const dropped: LogRecord[] = [];
  // The newest record stays, however large it is: an empty page would look like no traffic.
  while (all.length - dropped.length > 1 && (all.length - dropped.length > limits.maxRecords || heldChars > limits.maxChars)) {
    const oldest = all.at(dropped.length) as LogRecord;
    heldChars -= countBodyChars(oldest);
    dropped.push(oldest);
  }

  return {
    records: all.dropFirst(dropped.length),
    heldChars,
    receivedCount: state.receivedCount + records.length,
    droppedCount: state.droppedCount + dropped.length,
    payments: indexPayments(state.payments, records, dropped),
    accountChangedSeq: findNewest(records, accountTypes) ?? state.accountChangedSeq,
    holdsChangedSeq: findNewest(records, holdTypes) ?? state.holdsChangedSeq,
    faultsChangedSeq: findNewest(records, faultTypes) ?? state.faultsChangedSeq,
    checkRuns: foldCheckRuns(state.checkRuns, records),
  };
}

const accountTypes: ReadonlySet<LogRecord['type']> = new Set(['account.changed']);
const holdTypes: ReadonlySet<LogRecord['type']> = new Set([
  'hold.set',
  'hold.cleared',
  'delivery.held',
  'delivery.released',
  'delivery.dropped',
  'redirect.held',
  'redirect.released',
  'stage.reset',
  'lane.disposed',
]);

const faultTypes: ReadonlySet<LogRecord['type']> = new Set([
  'fault.set',
  'fault.used',
  'fault.cleared',
  'stage.reset',
  'lane.disposed',
]);

function findNewest(records: readonly LogRecord[], types: ReadonlySet<LogRecord['type']>): number | undefined {
  return records.findLast(({ type }) => types.has(type))?.seq;
}

function indexPayments(
  known: ReadonlyMap<string, PaymentStory>,
  added: readonly LogRecord[],
  dropped: readonly LogRecord[],
): ReadonlyMap<string, PaymentStory> {
  const drafts = new Map<string, StoryDraft>();
  const draftOf = (paymentId: string): StoryDraft => {
    const existing = drafts.get(paymentId);
    if (existing) return existing;
    const draft = createDraft(paymentId, known.get(paymentId));
    drafts.set(paymentId, draft);
    return draft;
  };

  for (const record of added) {
    if (record.type === 'stage.reset' || record.type === 'lane.disposed') {
      for (const stories of [known, drafts])
        for (const { paymentId, records, isForgotten } of stories.values())
          if (!isForgotten && records[0]?.lane === record.lane) forgetDraft(draftOf(paymentId));
      continue;
    }
    const paymentId = paymentIdOf(record);
    if (paymentId === null) continue;
    // After a reset a provider may count from the start again: the same id is then another payment.
    const isAnother =
      record.type === 'payment.created' && draftOf(paymentId).records.some(({ type }) => type === 'payment.created');
    if (isAnother) drafts.set(paymentId, createDraft(paymentId, undefined));
    applyToDraft(draftOf(paymentId), record);
  }

  const lastDroppedSeq = dropped.at(-1)?.seq ?? 0;
  const shortened = new Set(dropped.map(paymentIdOf).filter((paymentId) => paymentId !== null));
  if (drafts.size === 0 && shortened.size === 0) return known;
  for (const paymentId of shortened) {
    const draft = draftOf(paymentId);
    draft.records = draft.records.filter((record) => record.seq > lastDroppedSeq);
  }

  const payments = new Map(known);
  for (const [paymentId, draft] of drafts) {
    if (draft.records.length === 0) payments.delete(paymentId);
    else payments.set(paymentId, draft);
  }
  return payments;
}
