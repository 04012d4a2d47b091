import type { RedirectHeld } from '../../../server/protocol/hold-records.js';
import type {
  ApiCalled,
  EventAnnounced,
  LogRecord,
  PageServed,
  PaymentActed,
  PaymentTimerCleared,
  RecordHead,
  RedirectIssued,
} from '../../../server/protocol/records.js';
import { DeliveryDraft, type DeliveryRecord } from './delivery-draft.js';

/** Something that happened, under what caused it. */
export interface StoryNode {
  id: string;
  parent: StoryNode | null;
  children: StoryNode[];
  content:
    | { kind: 'record'; record: LogRecord }
    | { kind: 'timer'; record: LogRecord; timer: string }
    | { kind: 'delivery'; event: RecordHead & EventAnnounced; delivery: DeliveryDraft }
    | { kind: 'redirect'; records: LogRecord[] };
}

export interface StoryTree {
  roots: StoryNode[];
  /** Set and neither due nor cleared: name and due time. */
  timers: ReadonlyMap<string, string>;
}

/** What one decision writes, in one go: records that follow each other in the log without another one between them. */
interface Turn {
  cause: StoryNode | null;
  /** What stands in it without a cause so far. */
  tops: StoryNode[];
  /** The newest change of the payment; an event after it announces it. */
  change: StoryNode | null;
  lastSeq: number;
  lastAtMs: number;
  /** True after a record that may be followed by one about no payment: a hold that is used up. */
  mayMissOne: boolean;
}

/** Written between the records of a decision, because of them. */
const withinTurn: ReadonlySet<LogRecord['type']> = new Set<LogRecord['type']>([
  'payment.timer_cleared',
  'attempt.started',
  'delivery.held',
  'fault.used',
]);

/** Who caused what, read from the order of the records of one payment. */
export function buildStoryTree(records: Iterable<LogRecord>): StoryTree {
  const builder = new StoryTreeBuilder();
  for (const record of records) builder.add(record);
  return builder;
}

const NEAR_RECORDS = 3;
const NEAR_MS = 50;

class StoryTreeBuilder implements StoryTree {
  readonly roots: StoryNode[] = [];
  readonly timers = new Map<string, string>();
  readonly #deliveries = new Map<string, DeliveryDraft>();
  #turn: Turn | null = null;
  #act: StoryNode | null = null;
  #redirect: StoryNode | null = null;

  add(record: LogRecord): void {
    switch (record.type) {
      case 'payment.acted':
        this.#act = this.#addRecord(record, null);
        this.#turn = beginTurn(this.#act, record);
        return;
      case 'payment.timer_set':
        this.timers.set(record.timer, record.dueAt);
        this.#goOn(record);
        return;
      case 'payment.timer_cleared':
        this.#clearTimer(record);
        return;
      case 'payment.created':
      case 'payment.status_changed':
      case 'payment.amended': {
        const turn = this.#goOn(record);
        turn.change = note(turn, this.#addRecord(record, turn.cause));
        return;
      }
      case 'event.announced':
        this.#addEvent(record, this.#goOn(record));
        return;
      case 'redirect.held':
      case 'redirect.issued':
        this.#addRedirect(record, this.#goOn(record));
        return;
      case 'redirect.released':
        if (this.#redirect?.content.kind === 'redirect') this.#redirect.content.records.push(record);
        else this.#addRecord(record, null);
        return;
      case 'callback.called':
        this.#addRecord(record, this.#redirect ?? this.#act);
        return;
      case 'api.called':
      case 'page.served':
        this.#claim(record);
        return;
      case 'attempt.started':
      case 'attempt.finished':
      case 'delivery.held':
      case 'delivery.released':
      case 'delivery.requeued':
      case 'resend.finished':
        this.#addToDelivery(record);
        return;
      case 'fault.used':
        this.#pass(record);
        if (record.deliveryId !== undefined && record.isDropped) this.#deliveries.get(record.deliveryId)?.drop();
        this.#addRecord(record, null);
        return;
      case 'customer.visited':
      case 'hold.set':
        this.#addRecord(record, null);
        return;
      default:
        return;
    }
  }

  /** The turn that the record belongs to: the one under way, or a new one whose cause is not known yet. */
  #goOn(record: LogRecord): Turn {
    const turn = this.#turn && isNext(record, this.#turn) ? this.#turn : beginTurn(null, record);
    extendTurn(turn, record);
    this.#turn = turn;
    return turn;
  }

  /** For what is written within a turn and belongs elsewhere. */
  #pass(record: LogRecord): void {
    if (this.#turn && isNext(record, this.#turn) && withinTurn.has(record.type)) extendTurn(this.#turn, record);
  }

  #addNode(id: string, content: StoryNode['content'], parent: StoryNode | null): StoryNode {
    const node: StoryNode = { id, parent, children: [], content };
    (parent?.children ?? this.roots).push(node);
    return node;
  }

  #addRecord(record: LogRecord, parent: StoryNode | null): StoryNode {
    return this.#addNode(`record-${record.seq}`, { kind: 'record', record }, parent);
  }

  #clearTimer(record: RecordHead & PaymentTimerCleared): void {
    const dueAt = this.timers.get(record.timer);
    this.timers.delete(record.timer);
    if (dueAt === undefined || Date.parse(record.at) < Date.parse(dueAt)) {
      this.#pass(record);
      return;
    }
    const node = this.#addNode(`record-${record.seq}`, { kind: 'timer', record, timer: record.timer }, null);
    this.#turn = beginTurn(node, record);
  }

  /** An event for one endpoint only is told in the row of its delivery. */
  #addEvent(event: RecordHead & EventAnnounced, turn: Turn): void {
    const parent = turn.change ?? turn.cause;
    const above = event.deliveries.length === 1 ? parent : note(turn, this.#addRecord(event, parent));
    for (const { deliveryId, endpoint } of event.deliveries) {
      const delivery = new DeliveryDraft(deliveryId, endpoint);
      this.#deliveries.set(deliveryId, delivery);
      note(turn, this.#addNode(`delivery-${deliveryId}`, { kind: 'delivery', event, delivery }, above));
    }
  }

  #addRedirect(record: RecordHead & (RedirectHeld | RedirectIssued), turn: Turn): void {
    const known = this.#redirect?.content;
    // A redirect that was held is issued when it is released, in a turn of its own.
    if (record.type === 'redirect.issued' && known?.kind === 'redirect' && isWaiting(known.records)) {
      known.records.push(record);
      return;
    }
    const node = this.#addNode(`record-${record.seq}`, { kind: 'redirect', records: [record] }, turn.cause ?? this.#act);
    this.#redirect = note(turn, node);
  }

  #addToDelivery(record: DeliveryRecord): void {
    this.#pass(record);
    const delivery = this.#deliveries.get(record.deliveryId);
    if (delivery) delivery.add(record);
    // The record of its event is no longer held.
    else if (record.type === 'attempt.finished' || record.type === 'resend.finished') this.#addRecord(record, null);
  }

  /** A call or a page comes into the log after what it did: that moves below it. */
  #claim(record: RecordHead & (ApiCalled | PageServed)): void {
    const turn = this.#turn;
    const tops = turn && isWithin(turn, record) ? turn.tops.filter((top) => isCausedBy(record, top)) : [];
    const [first] = tops;
    const node = this.#addRecord(record, null);
    if (!turn || !first) return;
    this.roots.pop();
    this.roots.splice(this.roots.lastIndexOf(first), 0, node);
    for (const top of tops) {
      this.roots.splice(this.roots.lastIndexOf(top), 1);
      top.parent = node;
      node.children.push(top);
    }
    turn.tops = [];
  }
}

function beginTurn(cause: StoryNode | null, { seq, at }: LogRecord): Turn {
  return { cause, tops: cause ? [cause] : [], change: null, lastSeq: seq, lastAtMs: Date.parse(at), mayMissOne: false };
}

function isNext({ seq }: LogRecord, { lastSeq, mayMissOne }: Turn): boolean {
  return seq === lastSeq + 1 || (mayMissOne && seq === lastSeq + 2);
}

function extendTurn(turn: Turn, { seq, at, type }: LogRecord): void {
  turn.lastSeq = seq;
  turn.lastAtMs = Date.parse(at);
  turn.mayMissOne = type === 'delivery.held' || type === 'redirect.held' || type === 'fault.used';
}

/** Keeps in mind what stands in a turn without a cause. */
function note(turn: Turn, node: StoryNode): StoryNode {
  if (!node.parent) turn.tops.push(node);
  return node;
}

/** True when the turn was taken while the call was under way; right behind it in the log where a fast clock blurs that. */
function isWithin({ lastSeq, lastAtMs }: Turn, { seq, at, durationMs }: RecordHead & (ApiCalled | PageServed)): boolean {
  return seq - lastSeq <= NEAR_RECORDS || Date.parse(at) - durationMs - NEAR_MS <= lastAtMs;
}

function isCausedBy(record: LogRecord, { content }: StoryNode): boolean {
  if (content.kind === 'timer') return false;
  if (content.kind !== 'record' || content.record.type !== 'payment.acted') return true;
  return record.type === 'page.served' && (content.record as PaymentActed).source === 'page';
}

/** Held, and the browser may still be sent on. */
function isWaiting(records: readonly LogRecord[]): boolean {
  const isOver = (record: LogRecord) =>
    record.type === 'redirect.issued' || (record.type === 'redirect.released' && record.reason === 'browser_left');
  return records.some(({ type }) => type === 'redirect.held') && !records.some(isOver);
}
