import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import type { Change, CreatePayment, EventDraft, Provider, StatusMeaning } from '../providers/provider.js';
import type { Redirect } from './redirect/send-back.js';

/** What happened while changes were written down: the parts that somebody has to act on. */
export interface Applied {
  /** It stands in the log when the browser leaves. */
  redirect: Redirect | null;
  eventIds: string[];
  paymentIds: string[];
  /** Secrets on their way to the disk: who answers for what was decided waits for them, beside the log, and hears of a failure. */
  secretWrites: Promise<void>[];
}

export interface DecisionParts {
  log: EventLog;
  state: State;
  nowMs(lane: string): number;
  laneOf(accountId: string): string;
  /** Called in the order in which things were decided, after their record stands in the log. */
  onAnnounced(deliveryIds: readonly string[]): void;
  onTimerSet(paymentId: string, timer: string, dueAtMs: number): void;
  onTimerCleared(paymentId: string, timer: string): void;
  keepSecrets(paymentId: string, secrets: Record<string, string>): Promise<void>;
}

/**
 * Writes a provider's decision into the log, record by record, in one turn of the event loop: of two calls that contradict each other the
 * second decides on what the first left behind.
 * @throws Error when a provider breaks its contract (unknown payment, undeclared status or move): a defect of ours, not of the caller.
 */
export function applyChanges(provider: Provider, changes: readonly Change[], parts: DecisionParts): Applied {
  const applied: Applied = { redirect: null, eventIds: [], paymentIds: [], secretWrites: [] };
  for (const change of changes) {
    if (change.type === 'create_payment') {
      applied.secretWrites.push(...createPayment(provider, change, parts));
      applied.paymentIds.push(change.id);
      continue;
    }
    const payment = parts.state.payments.get(change.paymentId);
    if (!payment) throw new Error(`${provider.name} changed payment ${change.paymentId}, which does not exist`);
    const { lane } = payment;
    const nowMs = parts.nowMs(lane);
    switch (change.type) {
      case 'change_status': {
        const from = payment.status;
        if (!provider.transitions[from]?.includes(change.to))
          throw new Error(`${provider.name} has no move from ${from} to ${change.to}`);
        const { text, outcome } = meaningOf(provider, change.to);
        const data = change.data === undefined ? {} : { data: change.data };
        parts.log.append(lane, nowMs, {
          type: 'payment.status_changed',
          paymentId: payment.id,
          from,
          to: change.to,
          text: change.text ?? text,
          outcome: change.outcome ?? outcome,
          ...data,
        });
        if (change.event) applied.eventIds.push(announce(payment.id, lane, nowMs, change.event, parts));
        break;
      }
      case 'amend_payment': {
        const { text, outcome, data } = change;
        parts.log.append(lane, nowMs, {
          type: 'payment.amended',
          paymentId: payment.id,
          text,
          ...(outcome && { outcome }),
          data,
        });
        break;
      }
      case 'announce':
        applied.eventIds.push(announce(payment.id, lane, nowMs, change.event, parts));
        break;
      case 'set_timer': {
        const dueAtMs = nowMs + change.dueInMs;
        const dueAt = new Date(dueAtMs).toISOString();
        parts.log.append(lane, nowMs, { type: 'payment.timer_set', paymentId: payment.id, timer: change.timer, dueAt });
        parts.onTimerSet(payment.id, change.timer, dueAtMs);
        break;
      }
      case 'clear_timer':
        if (payment.timers[change.timer] === undefined) break;
        parts.log.append(lane, nowMs, { type: 'payment.timer_cleared', paymentId: payment.id, timer: change.timer });
        parts.onTimerCleared(payment.id, change.timer);
        break;
      case 'redirect':
        applied.redirect = { paymentId: payment.id, location: change.location, others: change.others };
        break;
      case 'act': {
        const { actor, source, action } = change;
        parts.log.append(lane, nowMs, { type: 'payment.acted', paymentId: payment.id, actor, source, action });
        break;
      }
    }
    if (!applied.paymentIds.includes(payment.id)) applied.paymentIds.push(payment.id);
  }
  return applied;
}

/** @returns the writes of its secrets. */
function createPayment(provider: Provider, change: CreatePayment, parts: DecisionParts): Promise<void>[] {
  if (parts.state.payments.has(change.id)) throw new Error(`${provider.name} made payment ${change.id} twice`);
  const { type, id, secrets, ...facts } = change;
  const lane = parts.laneOf(change.accountId);
  const { outcome } = meaningOf(provider, change.status);
  parts.log.append(lane, parts.nowMs(lane), {
    type: 'payment.created',
    paymentId: id,
    provider: provider.name,
    ...facts,
    outcome,
  });
  if (!secrets) return [];
  // After the record: what the log refuses leaves no secret behind for the next payment of that id.
  const written = parts.keepSecrets(id, secrets);
  // Without a waiter a failure must not end the process.
  written.catch(() => {});
  return [written];
}

function announce(paymentId: string, lane: string, nowMs: number, event: EventDraft, parts: DecisionParts): string {
  const place = parts.log.nextName(lane);
  const eventId = `evt_${place}`;
  const deliveries = event.endpoints.map((endpoint, index) => ({ deliveryId: `dlv_${place}_${index + 1}`, endpoint }));
  const { status, contentType, body, plainBody } = event;
  parts.log.append(lane, nowMs, {
    type: 'event.announced',
    paymentId,
    eventId,
    status,
    contentType,
    body,
    ...(plainBody === undefined ? {} : { plainBody }),
    deliveries,
  });
  parts.onAnnounced(deliveries.map(({ deliveryId }) => deliveryId));
  return eventId;
}

function meaningOf(provider: Provider, status: string): StatusMeaning {
  const meaning = provider.statuses[status];
  if (!meaning) throw new Error(`${provider.name} does not declare status ${status}`);
  return meaning;
}
