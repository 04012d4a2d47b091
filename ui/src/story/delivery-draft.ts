import type { AttemptFinished, AttemptStarted, LogRecord, RecordHead, ResendFinished } from '../../../server/protocol/records.js';

export type DeliveryRecord = Extract<LogRecord, { deliveryId: string }>;

/** One attempt as far as it has come. */
export interface StoryAttempt {
  attemptId: string;
  started: (RecordHead & AttemptStarted) | null;
  finished: (RecordHead & AttemptFinished) | null;
}

/** What the records tell about one delivery, gathered while they are read. */
export class DeliveryDraft {
  readonly deliveryId: string;
  readonly endpoint: string;
  readonly #attempts = new Map<string, StoryAttempt>();
  /** From when to when somebody held it; null: still. */
  readonly holds: { seq: number; from: string; to: string | null }[] = [];
  readonly resends: (RecordHead & ResendFinished)[] = [];
  #isDropped = false;
  #lastFinished: (RecordHead & AttemptFinished) | null = null;

  constructor(deliveryId: string, endpoint: string) {
    this.deliveryId = deliveryId;
    this.endpoint = endpoint;
  }

  add(record: DeliveryRecord): void {
    switch (record.type) {
      case 'attempt.started':
        this.#attempts.set(record.attemptId, { attemptId: record.attemptId, started: record, finished: null });
        return;
      case 'attempt.finished': {
        const known = this.#attempts.get(record.attemptId);
        this.#attempts.set(record.attemptId, { attemptId: record.attemptId, started: known?.started ?? null, finished: record });
        this.#lastFinished = record;
        return;
      }
      case 'delivery.held':
        this.holds.push({ seq: record.seq, from: record.at, to: null });
        return;
      case 'delivery.released': {
        const hold = this.holds.at(-1);
        if (hold) hold.to = record.at;
        return;
      }
      case 'delivery.dropped': {
        const hold = this.holds.at(-1);
        if (hold && hold.to === null) hold.to = record.at;
        this.drop();
        return;
      }
      case 'resend.finished':
        this.resends.push(record);
        return;
      default:
        return;
    }
  }

  /** In the order in which they began. */
  get attempts(): readonly StoryAttempt[] {
    return [...this.#attempts.values()];
  }

  /** The newest answer. */
  get lastFinished(): (RecordHead & AttemptFinished) | null {
    return this.#lastFinished;
  }

  /** A fault ended it before it was sent. */
  drop(): void {
    this.#isDropped = true;
  }

  get isDropped(): boolean {
    return this.#isDropped;
  }

  get isHeld(): boolean {
    return this.holds.at(-1)?.to === null;
  }
}
