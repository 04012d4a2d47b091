import type { EventAnnounced, LogRecord, PaymentActed, RecordHead } from '../../../server/protocol/records.js';
import { DeliveryDraft } from './delivery-draft.js';

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
}

type TurnRecord = Extract<LogRecord, { type: (typeof turnTypes)[number] }>;

const turnTypes = [
  'payment.created',
  'payment.status_changed',
  'payment.amended',
  'payment.timer_set',
  'payment.timer_cleared',
  'payment.acted',
  'event.announced',
  'redirect.issued',
  'redirect.held',
] as const;

/** Written between the records of a decision, as a consequence of them. */
const withinTurn: ReadonlySet<LogRecord['type']> = new Set([...turnTypes, 'attempt.started', 'delivery.held', 'hold.cleared']);

/** Who caused what, read from the order of the records of one payment. */
export function buildStoryTree(records: Iterable<LogRecord>): StoryTree {
  const nodes: StoryNode[] = [];
  const deliveries = new Map<string, DeliveryDraft>();
  const timers = new Map<string, string>();
  let turn: Turn | null = null;
  let act: StoryNode | null = null;
  let redirect: StoryNode | null = null;

  const add = (id: string, content: StoryNode['content'], parent: StoryNode | null): StoryNode => {
    const node: StoryNode = { id, parent, children: [], content };
    if (parent) parent.children.push(node);
    else nodes.push(node);
    return node;
  };
  const addRecord = (record: LogRecord, parent: StoryNode | null) =>
    add(`record-${record.seq}`, { kind: 'record', record }, parent);
  const begin = (cause: StoryNode | null, seq: number): Turn => ({ cause, tops: cause ? [cause] : [], change: null, lastSeq: seq });

  function addToTurn(record: TurnRecord, current: Turn): void {
    const under = (node: StoryNode) => {
      if (!node.parent) current.tops.push(node);
      return node;
    };
    switch (record.type) {
      case 'payment.created':
      case 'payment.status_changed':
      case 'payment.amended':
        current.change = under(addRecord(record, current.cause));
        return;
      case 'event.announced': {
        const parent = current.change ?? current.cause;
        const [only, ...others] = record.deliveries;
        const isSingle = only !== undefined && others.length === 0;
        const above = isSingle ? parent : under(addRecord(record, parent));
        for (const { deliveryId, endpoint } of record.deliveries) {
          const delivery = new DeliveryDraft(deliveryId, endpoint);
          deliveries.set(deliveryId, delivery);
          const node = add(`delivery-${deliveryId}`, { kind: 'delivery', event: record, delivery }, above);
          if (isSingle) under(node);
        }
        return;
      }
      case 'redirect.held':
        redirect = under(add(`record-${record.seq}`, { kind: 'redirect', records: [record] }, current.cause ?? act));
        return;
      case 'redirect.issued': {
        // A redirect that was held is issued when it is released, in a turn of its own.
        if (redirect?.content.kind === 'redirect' && isWaiting(redirect.content.records)) {
          redirect.content.records.push(record);
          return;
        }
        redirect = under(add(`record-${record.seq}`, { kind: 'redirect', records: [record] }, current.cause ?? act));
        return;
      }
      case 'payment.timer_set':
        timers.set(record.timer, record.dueAt);
        return;
      case 'payment.timer_cleared':
        timers.delete(record.timer);
        return;
      case 'payment.acted':
        return;
    }
  }

  /** A call or a page comes into the log after what it did. */
  function claim(record: LogRecord, current: Turn | null): void {
    const node = add(`record-${record.seq}`, { kind: 'record', record }, null);
    const tops = current?.tops.filter((top) => isCausedBy(record, top)) ?? [];
    const first = tops[0];
    if (!current || !first) return;
    nodes.pop();
    nodes.splice(nodes.indexOf(first), 0, node);
    for (const top of tops) {
      nodes.splice(nodes.indexOf(top), 1);
      top.parent = node;
      node.children.push(top);
    }
    current.tops = [];
  }

  for (const record of records) {
    const isContinuing = turn !== null && record.seq === turn.lastSeq + 1 && withinTurn.has(record.type);
    if (turn && isContinuing) turn.lastSeq = record.seq;
    switch (record.type) {
      case 'payment.acted':
        act = addRecord(record, null);
        turn = begin(act, record.seq);
        break;
      case 'payment.timer_cleared': {
        const dueAt = timers.get(record.timer);
        timers.delete(record.timer);
        if (dueAt !== undefined && Date.parse(record.at) >= Date.parse(dueAt))
          turn = begin(add(`record-${record.seq}`, { kind: 'timer', record, timer: record.timer }, null), record.seq);
        break;
      }
      case 'payment.created':
      case 'payment.status_changed':
      case 'payment.amended':
      case 'payment.timer_set':
      case 'event.announced':
      case 'redirect.issued':
      case 'redirect.held':
        turn = isContinuing && turn ? turn : begin(null, record.seq);
        addToTurn(record, turn);
        break;
      case 'redirect.released':
        if (redirect?.content.kind === 'redirect') redirect.content.records.push(record);
        else addRecord(record, null);
        break;
      case 'callback.called':
        addRecord(record, redirect ?? act);
        break;
      case 'api.called':
      case 'page.served':
        claim(record, turn);
        break;
      case 'attempt.started':
      case 'attempt.finished':
      case 'delivery.held':
      case 'delivery.released':
      case 'delivery.requeued':
      case 'resend.finished': {
        const delivery = deliveries.get(record.deliveryId);
        if (delivery) delivery.add(record);
        // Its event is no longer held.
        else if (record.type === 'attempt.finished' || record.type === 'resend.finished') addRecord(record, null);
        break;
      }
      case 'hold.set':
        addRecord(record, null);
        break;
      default:
        break;
    }
  }
  return { roots: nodes, timers };
}

function isCausedBy(record: LogRecord, { content }: StoryNode): boolean {
  if (content.kind === 'timer') return false;
  if (content.kind !== 'record' || content.record.type !== 'payment.acted') return true;
  return record.type === 'page.served' && (content.record as PaymentActed).source === 'page';
}

/** Held, and the browser has not been sent on. */
function isWaiting(records: readonly LogRecord[]): boolean {
  return records.some(({ type }) => type === 'redirect.held') && !records.some(({ type }) => type === 'redirect.issued');
}
