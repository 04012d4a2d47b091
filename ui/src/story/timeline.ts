import type { Family } from '../format/kind.js';
import type { Tone, Verdict } from '../format/verdict.js';
import type { TimeScale } from './time-scale.js';

/** One payment as one story: rows from top to bottom, each with marks on one axis of time. */
export interface Timeline {
  scale: TimeScale;
  rows: readonly TimelineRow[];
  /** From cause to effect, by row id. */
  links: readonly TimelineLink[];
  /** Rows that were left out because there are too many; they belong before the row at `index`. */
  leftOut: { count: number; index: number } | null;
  /** What the payment waits for by itself, such as its expiry. */
  waits: readonly TimelineWait[];
}

export interface TimelineLink {
  from: string;
  to: string;
}

/** What it means that a timer has come due, by its name, as its provider says it. */
export type TimerTitles = Readonly<Record<string, string>>;

export interface TimelineWait {
  timer: string;
  /** `The seven days are over`: the countdown completes it. */
  text: string;
  dueAt: string;
}

export interface TimelineRow {
  id: string;
  /** How far below its cause it stands. */
  depth: number;
  kind: string;
  family: Family;
  sentence: string;
  /** What came of it, where the sentence does not say so. */
  note: string | null;
  /** When it began, UTC ISO 8601. */
  at: string;
  verdict: Verdict | null;
  /** The record that a press on the row opens; null where there is no exchange to see. */
  seq: number | null;
  marks: readonly TimelineMark[];
  /** Only for a delivery. */
  delivery: RowDelivery | null;
}

export interface RowDelivery {
  deliveryId: string;
  attemptCount: number;
  /** Attempts without a mark, because there are too many. */
  leftOutCount: number;
  nextAttemptAt: string | null;
  isHeld: boolean;
}

/** `attempt`: its length is its latency. `next`: due and not made yet. `hold`: somebody held it back. */
export type MarkShape = 'point' | 'span' | 'attempt' | 'running' | 'next' | 'hold' | 'resend' | 'received';

export interface TimelineMark {
  id: string;
  shape: MarkShape;
  tone: Tone;
  fromMs: number;
  /** Null: still under way. */
  toMs: number | null;
  /** `Attempt 2, 503, not acknowledged, 12 ms`. */
  label: string;
  seq: number | null;
}
