import type { DeliveryStatus, EventAnnounced, LogRecord, PaymentOutcome } from '../../../server/protocol/records.js';

/** What the held records tell about one payment. Facts are null while the record that carries them has not been seen. */
export interface PaymentStory {
  paymentId: string;
  provider: string | null;
  amountMinor: number | null;
  currency: string | null;
  reference: string | null;
  status: string | null;
  outcome: PaymentOutcome | null;
  records: readonly LogRecord[];
  /** By id; also those whose record is no longer held, because their attempts need the bytes. */
  events: ReadonlyMap<string, EventAnnounced>;
  deliveries: ReadonlyMap<string, DeliveryProgress>;
  /** Attempts that have not been answered yet; a manual one may run beside a scheduled one. */
  runningAttemptIds: ReadonlySet<string>;
  /** The stage has let go of it, by a reset or with its lane: nothing comes of it any more, and nothing can be asked about it. */
  isForgotten: boolean;
}

/** `forgotten`: it was pending when the stage let go of its payment. */
export type DeliveryStanding = DeliveryStatus | 'forgotten';

export interface DeliveryProgress {
  endpoint: string | null;
  status: DeliveryStanding;
  nextAttemptAt: string | null;
}

/** The payment that a record is about, or null. */
export function paymentIdOf(record: LogRecord): string | null {
  return 'paymentId' in record ? record.paymentId : null;
}

/** A story while one batch is applied to it; handed out as a `PaymentStory`, after which nobody changes it. */
export interface StoryDraft extends PaymentStory {
  records: LogRecord[];
  events: Map<string, EventAnnounced>;
  deliveries: Map<string, DeliveryProgress>;
  runningAttemptIds: Set<string>;
}

export function createDraft(paymentId: string, known: PaymentStory | undefined): StoryDraft {
  const blank = { paymentId, provider: null, amountMinor: null, currency: null, reference: null, status: null, outcome: null };
  return {
    ...(known ?? blank),
    records: known?.records.slice() ?? [],
    events: new Map(known?.events),
    deliveries: new Map(known?.deliveries),
    runningAttemptIds: new Set(known?.runningAttemptIds),
    isForgotten: known?.isForgotten ?? false,
  };
}

/** The stage lets go of the payment: what was pending never comes. In place. */
export function forgetDraft(draft: StoryDraft): void {
  draft.isForgotten = true;
  draft.runningAttemptIds.clear();
  for (const [deliveryId, { status }] of draft.deliveries)
    changeDelivery(draft, deliveryId, { status: status === 'pending' ? 'forgotten' : status, nextAttemptAt: null });
}

/** Adds a record to the story, in place. */
export function applyToDraft(draft: StoryDraft, record: LogRecord): void {
  draft.records.push(record);
  switch (record.type) {
    case 'payment.created':
      draft.provider = record.provider;
      draft.amountMinor = record.amountMinor;
      draft.currency = record.currency;
      draft.reference = record.reference;
      draft.status = record.status;
      draft.outcome = record.outcome;
      return;
    case 'payment.status_changed':
      draft.status = record.to;
      draft.outcome = record.outcome;
      return;
    case 'api.called':
    case 'page.served':
      draft.provider ??= record.provider;
      return;
    case 'event.announced':
      draft.events.set(record.eventId, record);
      for (const { deliveryId, endpoint } of record.deliveries) changeDelivery(draft, deliveryId, { endpoint });
      return;
    case 'attempt.started':
      draft.runningAttemptIds.add(record.attemptId);
      changeDelivery(draft, record.deliveryId, { nextAttemptAt: null });
      return;
    case 'attempt.finished':
      draft.runningAttemptIds.delete(record.attemptId);
      changeDelivery(draft, record.deliveryId, { status: record.deliveryStatus, nextAttemptAt: record.nextAttemptAt });
      return;
    case 'delivery.dropped':
      endUnsent(draft, record.deliveryId);
      return;
    case 'fault.used':
      if (record.isDropped && record.deliveryId !== undefined) endUnsent(draft, record.deliveryId);
      return;
    default:
      return;
  }
}

/** As the stage itself has it: nothing is sent any more, and nobody acknowledged it. */
function endUnsent(draft: StoryDraft, deliveryId: string): void {
  changeDelivery(draft, deliveryId, { status: 'exhausted', nextAttemptAt: null });
}

function changeDelivery(draft: StoryDraft, deliveryId: string, change: Partial<DeliveryProgress>): void {
  const known = draft.deliveries.get(deliveryId);
  const blank: DeliveryProgress = { endpoint: null, status: 'pending', nextAttemptAt: null };
  draft.deliveries.set(deliveryId, { ...(known ?? blank), ...change });
}
