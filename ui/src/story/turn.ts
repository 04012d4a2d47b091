import type { ApiCalled, LogRecord, PageServed, RecordHead } from '../../../server/protocol/records.js';
import type { StoryNode } from './story-node.js';

/** What one decision writes, in one go: records that follow each other in the log without another one between them. */
export interface Turn {
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

/** A call that ended this little after a decision had it under way. */
const NEAR_RECORDS = 3;
const NEAR_MS = 50;

export function beginTurn(cause: StoryNode | null, { seq, at }: LogRecord): Turn {
  return { cause, tops: cause ? [cause] : [], change: null, lastSeq: seq, lastAtMs: Date.parse(at), mayMissOne: false };
}

export function isNext({ seq }: LogRecord, { lastSeq, mayMissOne }: Turn): boolean {
  return seq === lastSeq + 1 || (mayMissOne && seq === lastSeq + 2);
}

export function extendTurn(turn: Turn, { seq, at, type }: LogRecord): void {
  turn.lastSeq = seq;
  turn.lastAtMs = Date.parse(at);
  turn.mayMissOne = type === 'delivery.held' || type === 'redirect.held' || type === 'fault.used';
}

/** Keeps in mind what stands in a turn without a cause. */
export function note(turn: Turn, node: StoryNode): StoryNode {
  if (!node.parent) turn.tops.push(node);
  return node;
}

/** True when the turn was taken while the call was under way; right behind it in the log where a fast clock blurs that. */
export function isWithin({ lastSeq, lastAtMs }: Turn, { seq, at, durationMs }: RecordHead & (ApiCalled | PageServed)): boolean {
  return seq - lastSeq <= NEAR_RECORDS || Date.parse(at) - durationMs - NEAR_MS <= lastAtMs;
}
