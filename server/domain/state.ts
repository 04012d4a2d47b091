import type { JsonObject, LogRecord } from '../protocol/records.js';
import { applyCheckRecord, type CheckRun } from './check-run.js';
import { type ActiveFault, applyFaultRecord, type KeptBack } from './fault.js';
import { kindOf } from './fault-kinds.js';
import { applyHoldRecord, type Hold } from './hold.js';
import { applyLaneRecord, DEFAULT_LANE, endsLane, type LaneFacts } from './lane.js';
import type { Packer, PaymentHead, StoredBlock } from './packed-block.js';
import { applyPassingRecord, type PassingNames } from './passing.js';
import type { Attempt, Delivery, Payment, PaymentEvent } from './payment.js';
import { PaymentBook } from './payment-book.js';
import type { Shelf } from './shelf.js';

/** Everything the log tells about payments, kept ready to ask. Accounts are not in it: their keys never enter the log. */
export interface State {
  payments: PaymentBook;
  /** Of the payments, which bring them and take them along. */
  events: Shelf<PaymentEvent>;
  deliveries: Shelf<Delivery>;
  /** What is to be held from now on, in the order in which it was asked for. */
  holds: Map<string, Hold>;
  /** What is to go wrong from now on, in the order in which it was asked for. */
  faults: Map<string, ActiveFault>;
  /** What faults keep back, by delivery. */
  keptBack: Map<string, KeptBack>;
  /** The last check runs, oldest first. */
  checkRuns: Map<string, CheckRun>;
  /** What counts for accounts for a while only, by account. */
  passing: Map<string, PassingNames>;
  /** The lanes that are open, without the default one. */
  lanes: Map<string, LaneFacts>;
  /**
   * When the newest record of the default lane was written, by that lane's clock; null before there is one, and after a reset, which leaves
   * nothing that the next start would have to go on from.
   */
  stageTimeMs: number | null;
  /** Highest decimal payment id per provider, so that numbering goes on after a restart. */
  highestNumber: Map<string, number>;
  /** Payments that retention removed since the log began. */
  evictedCount: number;
}

export interface StateLimits {
  maxPayments: number;
}

export interface StateSnapshot {
  payments: Payment[];
  events: PaymentEvent[];
  deliveries: (Omit<Delivery, 'heldAtMs' | 'wasHeld'> & Partial<Delivery>)[];
  /** Payments that are not among those above; missing where none is packed. */
  packed?: StoredBlock[];
  /** Ids of all payments, oldest first; missing where none is packed. */
  order?: string[];
  /** Missing in snapshots from before there were holds. */
  holds?: Hold[];
  /** Missing in snapshots from before there were faults. */
  faults?: ActiveFault[];
  keptBack?: KeptBack[];
  /** Missing in snapshots from before there were checks. */
  checkRuns?: CheckRun[];
  /** Missing in snapshots from before anything was lent. */
  passing?: PassingNames[];
  /** Missing in snapshots from before there were lanes. */
  lanes?: LaneFacts[];
  stageTimeMs?: number | null;
  highestNumber: [string, number][];
  evictedCount: number;
}

/** How many of the oldest payments are looked at when one has to go; bounds the cost of a creation. */
const EVICTION_WINDOW = 64;

/** @param packer without one nothing is packed, and a snapshot with packed payments cannot be read. */
export function createState(snapshot?: StateSnapshot, packer: Packer | null = null): State {
  const keptBack = new Map(snapshot?.keptBack?.map((entry) => [entry.deliveryId, entry]));
  const payments = new PaymentBook(
    { packer, isKeptBack: (deliveryId) => keptBack.has(deliveryId) },
    snapshot && { ...snapshot, deliveries: snapshot.deliveries.map(complete) },
  );
  return {
    payments,
    events: payments.events,
    deliveries: payments.deliveries,
    holds: new Map(snapshot?.holds?.map((hold) => [hold.id, hold])),
    // Another version may have known other faults.
    faults: new Map(snapshot?.faults?.filter(({ spec }) => kindOf(spec.fault)).map((fault) => [fault.id, fault])),
    keptBack,
    checkRuns: new Map(snapshot?.checkRuns?.map((run) => [run.id, run])),
    passing: new Map(snapshot?.passing?.map((entry) => [entry.accountId, entry])),
    lanes: new Map(snapshot?.lanes?.map((lane) => [lane.name, lane])),
    stageTimeMs: snapshot?.stageTimeMs ?? null,
    highestNumber: new Map(snapshot?.highestNumber),
    evictedCount: snapshot?.evictedCount ?? 0,
  };
}

export function toSnapshot(state: State): StateSnapshot {
  return {
    ...state.payments.toStored(),
    holds: [...state.holds.values()],
    faults: [...state.faults.values()],
    keptBack: [...state.keptBack.values()],
    checkRuns: [...state.checkRuns.values()],
    passing: [...state.passing.values()],
    lanes: [...state.lanes.values()],
    stageTimeMs: state.stageTimeMs,
    highestNumber: [...state.highestNumber],
    evictedCount: state.evictedCount,
  };
}

/** Brings `state` up to `record`, in place: replaying the same records gives the same state. Records about other things are skipped. */
export function applyRecord(state: State, record: LogRecord, limits: StateLimits): void {
  const atMs = Date.parse(record.at);
  if (record.lane === DEFAULT_LANE) state.stageTimeMs = endsLane(record) ? null : atMs;
  switch (record.type) {
    case 'payment.created': {
      makeRoom(state, limits, record.lane);
      state.payments.add({
        id: record.paymentId,
        provider: record.provider,
        accountId: record.accountId,
        lane: record.lane,
        amountMinor: record.amountMinor,
        currency: record.currency,
        reference: record.reference,
        status: record.status,
        outcome: record.outcome,
        checkoutUrl: record.checkoutUrl,
        data: { ...record.data },
        createdAtMs: atMs,
        updatedAtMs: atMs,
        history: [],
        timers: {},
        eventIds: [],
        redirects: [],
      });
      // A seeded lane counts by itself, so that nobody else's payments show in its ids.
      if (/^\d{1,15}$/.test(record.paymentId) && (state.lanes.get(record.lane)?.seed ?? null) === null) {
        const highest = state.highestNumber.get(record.provider) ?? 0;
        state.highestNumber.set(record.provider, Math.max(highest, Number(record.paymentId)));
      }
      return;
    }
    case 'payment.status_changed': {
      const payment = state.payments.get(record.paymentId);
      if (!payment) return;
      payment.status = record.to;
      payment.outcome = record.outcome;
      payment.updatedAtMs = atMs;
      payment.history.push({ status: record.to, text: record.text, atMs, seq: record.seq });
      if (record.data) mergeData(payment.data, record.data);
      return;
    }
    case 'payment.amended': {
      const payment = state.payments.get(record.paymentId);
      if (!payment) return;
      payment.updatedAtMs = atMs;
      if (record.outcome) payment.outcome = record.outcome;
      payment.history.push({ status: payment.status, text: record.text, atMs, seq: record.seq });
      mergeData(payment.data, record.data);
      return;
    }
    case 'payment.timer_set': {
      const payment = state.payments.get(record.paymentId);
      if (payment) payment.timers[record.timer] = Date.parse(record.dueAt);
      return;
    }
    case 'payment.timer_cleared': {
      const payment = state.payments.get(record.paymentId);
      if (payment) delete payment.timers[record.timer];
      return;
    }
    case 'redirect.issued': {
      state.payments.get(record.paymentId)?.redirects.push({ location: record.location, atMs });
      return;
    }
    case 'event.announced': {
      const payment = state.payments.get(record.paymentId);
      if (!payment) return;
      payment.eventIds.push(record.eventId);
      state.payments.addEvent({
        id: record.eventId,
        paymentId: record.paymentId,
        status: record.status,
        contentType: record.contentType,
        body: record.body,
        ...(record.plainBody === undefined ? {} : { plainBody: record.plainBody }),
        atMs,
        seq: record.seq,
        deliveryIds: record.deliveries.map(({ deliveryId }) => deliveryId),
      });
      for (const { deliveryId, endpoint } of record.deliveries) {
        state.payments.addDelivery({
          id: deliveryId,
          eventId: record.eventId,
          paymentId: record.paymentId,
          endpoint,
          status: 'pending',
          nextAttemptAtMs: atMs,
          heldAtMs: null,
          wasHeld: false,
          attempts: [],
        });
      }
      return;
    }
    case 'attempt.started': {
      const delivery = state.deliveries.get(record.deliveryId);
      if (!delivery) return;
      // One that somebody asked for comes beside the schedule.
      if (record.trigger !== 'manual') delivery.nextAttemptAtMs = null;
      applyFaultRecord(state, record);
      delivery.attempts.push({
        id: record.attemptId,
        number: record.number,
        trigger: record.trigger,
        startedAtMs: atMs,
        finishedAtMs: null,
        code: null,
        sentence: null,
        statusCode: null,
        latencyMs: null,
        seq: record.seq,
      });
      return;
    }
    case 'attempt.finished': {
      const delivery = state.deliveries.get(record.deliveryId);
      if (!delivery) return;
      delivery.status = record.deliveryStatus;
      // Acknowledged by a manual attempt: nothing is left to release.
      if (record.deliveryStatus !== 'pending') {
        delivery.heldAtMs = null;
        state.keptBack.delete(delivery.id);
      }
      delivery.nextAttemptAtMs = record.nextAttemptAt === null ? null : Date.parse(record.nextAttemptAt);
      const attempt = findAttempt(delivery.attempts, record.attemptId);
      if (!attempt) return;
      attempt.finishedAtMs = atMs;
      attempt.code = record.code;
      attempt.sentence = record.sentence;
      attempt.statusCode = record.response?.status ?? null;
      attempt.latencyMs = record.latencyMs;
      attempt.seq = record.seq;
      return;
    }
    case 'delivery.requeued': {
      const delivery = state.deliveries.get(record.deliveryId);
      if (delivery) delivery.nextAttemptAtMs ??= atMs;
      return;
    }
    default:
      if (endsLane(record)) {
        for (const { id, lane } of [...state.payments.heads()]) if (lane === record.lane) removePayment(state, id);
      }
      applyLaneRecord(state.lanes, record);
      applyHoldRecord(state, record);
      applyFaultRecord(state, record);
      applyCheckRecord(state.checkRuns, record);
      applyPassingRecord(state.passing, record);
      return;
  }
}

/** True while an endpoint still owes an answer to one of the payment's events. */
export function hasPendingDeliveries(state: State, payment: Payment): boolean {
  return payment.eventIds.some((eventId) =>
    state.events.get(eventId)?.deliveryIds.some((deliveryId) => state.deliveries.get(deliveryId)?.status === 'pending'),
  );
}

function findAttempt(attempts: Attempt[], id: string): Attempt | undefined {
  for (let index = attempts.length - 1; index >= 0; index--) if (attempts[index]?.id === id) return attempts[index];
  return undefined;
}

function mergeData(data: JsonObject, patch: JsonObject): void {
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete data[key];
    else data[key] = value;
  }
}

/**
 * The oldest finished payment goes first, then the oldest abandoned one, those of the lane that needs the room before others; a payment that
 * still has deliveries to make never goes.
 */
function makeRoom(state: State, limits: StateLimits, lane: string): void {
  if (state.payments.size < limits.maxPayments) return;
  const candidates: PaymentHead[] = [];
  let seen = 0;
  for (const head of state.payments.heads()) {
    if (seen++ === EVICTION_WINDOW) break;
    if (!state.payments.isPacked(head.id) && isWaitedFor(state, head.id)) continue;
    if (head.outcome !== 'open' && head.lane === lane) {
      evict(state, head.id);
      return;
    }
    candidates.push(head);
  }
  const isOwn = (head: PaymentHead) => head.lane === lane;
  const chosen = candidates.find(isOwn) ?? candidates.find(({ outcome }) => outcome !== 'open') ?? candidates[0];
  if (chosen) evict(state, chosen.id);
}

function isWaitedFor(state: State, paymentId: string): boolean {
  const payment = state.payments.peek(paymentId);
  return payment !== undefined && hasPendingDeliveries(state, payment);
}

function evict(state: State, paymentId: string): void {
  removePayment(state, paymentId);
  state.evictedCount++;
}

function removePayment(state: State, paymentId: string): void {
  if (state.keptBack.size > 0 && !state.payments.isPacked(paymentId)) {
    for (const eventId of state.payments.peek(paymentId)?.eventIds ?? [])
      for (const deliveryId of state.events.get(eventId)?.deliveryIds ?? []) state.keptBack.delete(deliveryId);
  }
  state.payments.remove(paymentId);
}

function complete(delivery: StateSnapshot['deliveries'][number]): Delivery {
  return { ...delivery, heldAtMs: delivery.heldAtMs ?? null, wasHeld: delivery.wasHeld ?? false };
}
