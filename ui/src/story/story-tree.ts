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
import type { StoryNode } from './story-node.js';
import { beginTurn, extendTurn, isNext, isWithin, note, type Turn } from './turn.js';

export interface StoryTree {
  roots: StoryNode[];
  /** Set and neither due nor cleared: name and due time. */
  timers: ReadonlyMap<string, string>;
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

class StoryTreeBuilder implements StoryTree {
  readonly roots: StoryNode[] = [];
  readonly timers = new Map<string, string>();
  readonly #deliveries = new Map<string, DeliveryDraft>();
  #turn: Turn | null = null;
  #act: StoryNode | null = null;
  #actTurn: Turn | null = null;
  #redirect: StoryNode | null = null;

  add(record: LogRecord): void {
    switch (record.type) {
      case 'payment.acted':
        this.#act = this.#addRecord(record, null);
        this.#turn = beginTurn(this.#act, record);
        this.#actTurn = this.#turn;
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
        this.#addRedirect(record, this.#returnToAct(record));
        return;
      case 'redirect.released':
        this.#returnToAct(record);
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
      case 'delivery.dropped':
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

  /** A browser leaves the page after whatever it waited for: that ends what the customer did there. */
  #returnToAct(record: LogRecord): Turn {
    if (!this.#actTurn) return this.#goOn(record);
    extendTurn(this.#actTurn, record);
    this.#turn = this.#actTurn;
    return this.#actTurn;
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
    // A redirect that was held is issued when it is released.
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
