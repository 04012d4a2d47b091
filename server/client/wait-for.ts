import type { PaymentView } from '../http/control/replies.js';
import { judgeUntried } from '../judge/expression.js';
import { type AcknowledgedWish, judgeAcknowledged } from '../judge/judge-deliveries.js';
import { judgeStatus } from '../judge/judge-payment.js';
import { judgeCount } from '../judge/judge-records.js';
import type { Judgement } from '../judge/judgement.js';
import { matchesRecord, type RecordPattern, sayPattern } from '../judge/match-record.js';
import type { EventAnnounced, LogRecord, PaymentCreated, RecordHead, RedirectIssued } from '../protocol/records.js';
import type { ControlClient } from './control-client.js';
import { type Duration, toMs } from './duration.js';
import { ExpectationError } from './expectation-error.js';
import { findPayment, refuseEvent, refusePattern, refuseStatus } from './known-words.js';
import { followRecords, type RecordQuery } from './record-reader.js';
import { TimedExpressions } from './timed-expressions.js';

export interface WaitOptions {
  /** Real time, whatever the clock of the lane does. Default 5 s. */
  within?: Duration;
  signal?: AbortSignal;
}

/** A payment by its provider's own id, or anything that has one. */
export type PaymentReference = string | { id: string };

export interface PaymentWish {
  provider?: string;
  reference?: string;
  amountMinor?: number;
  currency?: string;
  /** Only payments created after this record. */
  after?: number;
}

const DEFAULT_LIMIT_MS = 5_000;

/** Waits for what is named, never for "the next one"; what has happened already counts. Each throws `ExpectationError` with a table when the time is over, and `HarnessError` at once for a payment or a status that there is not. */
export class WaitFor {
  readonly #client: ControlClient;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  /** Until the payment stands in this status of its provider, or has this outcome. */
  async status(payment: PaymentReference, status: string, options?: WaitOptions): Promise<PaymentView> {
    const id = idOf(payment);
    const read = () => this.#client.get<PaymentView>(`/payments/${encodeURIComponent(id)}`);
    let view = await findPayment(this.#client, id);
    await refuseStatus(this.#client, view.provider, status);
    await this.#until({ payment: id }, options, async (records) => {
      view = await read();
      return judgeStatus(view, status, records);
    });
    return view;
  }

  /** Until the payment's events are acknowledged, or those of one status. */
  async acknowledged(payment: PaymentReference, wish: AcknowledgedWish = {}, options?: WaitOptions): Promise<void> {
    await refuseEvent(this.#client, idOf(payment), wish.event);
    await this.#until({ payment: idOf(payment) }, options, (records) => judgeAcknowledged(records, wish));
  }

  /** Until the payment's provider announces this. */
  async event(payment: PaymentReference, status: string, options?: WaitOptions): Promise<RecordHead & EventAnnounced> {
    await refuseEvent(this.#client, idOf(payment), status);
    const pattern = { type: 'event.announced', status };
    return (await this.record({ ...pattern }, { ...options, payment })) as RecordHead & EventAnnounced;
  }

  /** Until the browser is sent back to the app. */
  async redirect(payment: PaymentReference, options?: WaitOptions): Promise<RecordHead & RedirectIssued> {
    return (await this.record({ type: 'redirect.issued' }, { ...options, payment })) as RecordHead & RedirectIssued;
  }

  /** Until somebody has created such a payment, and the first of them. */
  async payment(wish: PaymentWish = {}, options?: WaitOptions): Promise<PaymentView> {
    const { after, ...fields } = wish;
    const found = (await this.record(
      { type: 'payment.created', ...fields },
      { ...options, ...(after === undefined ? {} : { after }) },
    )) as RecordHead & PaymentCreated;
    return this.#client.get<PaymentView>(`/payments/${encodeURIComponent(found.paymentId)}`);
  }

  /**
   * Until there is such a record, and the first of them.
   * @throws HarnessError `unknown_record_type`, `unknown_record_field` for what no record is or has, `invalid_expression`.
   */
  async record(
    pattern: RecordPattern,
    options: WaitOptions & { payment?: PaymentReference; after?: number } = {},
  ): Promise<LogRecord> {
    refusePattern(pattern);
    const { payment, after } = options;
    const query = {
      ...(payment === undefined ? {} : { payment: idOf(payment) }),
      ...(after === undefined ? {} : { after }),
      // A long log is not read for the sake of a few of its records.
      ...(typeof pattern.type === 'string' ? { types: [pattern.type as LogRecord['type']] } : {}),
    };
    const seen: LogRecord[] = [];
    for await (const records of this.#follow(query, options)) {
      const found = findRecord(records, pattern, options);
      if (found) return found;
      seen.push(...records);
    }
    throw refuse(judgeCount(seen, pattern, undefined, new TimedExpressions()), options);
  }

  /** Until the judge is content with all records so far. */
  async #until(
    query: RecordQuery,
    options: WaitOptions = {},
    judge: (records: readonly LogRecord[]) => Judgement | Promise<Judgement>,
  ): Promise<void> {
    const seen: LogRecord[] = [];
    let judgement: Judgement | null = null;
    for await (const records of this.#follow(query, options)) {
      seen.push(...records);
      judgement = await judge(seen);
      if (judgement.isMet) return;
    }
    throw refuse(judgement, options);
  }

  /** What fits, in pieces, until the time is over. @throws HarnessError `unknown_payment`, `invalid_duration`. */
  async *#follow(query: RecordQuery, options: WaitOptions): AsyncGenerator<LogRecord[]> {
    const limitMs = limitOf(options);
    options.signal?.throwIfAborted();
    if (query.payment !== undefined) await findPayment(this.#client, query.payment);
    yield* followRecords(this.#client, query, limitMs, options.signal);
  }
}

function limitOf({ within }: WaitOptions): number {
  return toMs(within ?? DEFAULT_LIMIT_MS);
}

function findRecord(records: readonly LogRecord[], pattern: RecordPattern, options: WaitOptions): LogRecord | undefined {
  const expressions = new TimedExpressions();
  try {
    return expressions.inTime(() => records.find((record) => matchesRecord(record, pattern, expressions)));
  } catch (error) {
    throw refuse(judgeUntried(error, sayPattern(pattern)), options);
  }
}

function refuse(judgement: Judgement | null, options: WaitOptions): ExpectationError {
  return new ExpectationError(judgement === null ? [] : [judgement], `Not within ${limitOf(options)} ms`);
}

export function idOf(payment: PaymentReference): string {
  return typeof payment === 'string' ? payment : payment.id;
}
