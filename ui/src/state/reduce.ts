import type { LogRecord } from '../../../server/protocol/records.js';
import { type HistoryLimits, historyLimits, type LogState } from './log-state.js';
import { applyToDraft, createDraft, type PaymentStory, paymentIdOf, type StoryDraft } from './payment-story.js';
import { countBodyChars } from './record-size.js';

/** The state after `records`, which follow in order on those already held. The oldest are let go when a limit is passed. */
export function reduce(state: LogState, records: readonly LogRecord[], limits: HistoryLimits = historyLimits): LogState {
  if (records.length === 0) return state;
  const all = [...state.records, ...records];
  let heldChars = state.heldChars;
  for (const record of records) heldChars += countBodyChars(record);

  let first = 0;
  for (const record of all) {
    const isOver = all.length - first > limits.maxRecords || heldChars > limits.maxChars;
    // The newest record stays, however large it is: an empty page would look like no traffic.
    if (!isOver || first === all.length - 1) break;
    heldChars -= countBodyChars(record);
    first++;
  }

  const dropped = all.slice(0, first);
  return {
    records: first === 0 ? all : all.slice(first),
    heldChars,
    receivedCount: state.receivedCount + records.length,
    droppedCount: state.droppedCount + dropped.length,
    payments: indexPayments(state.payments, records, dropped),
    accountChangedSeq: records.findLast(({ type }) => type === 'account.changed')?.seq ?? state.accountChangedSeq,
  };
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
