import { type AcknowledgedWish, judgeAcknowledged, judgeRefused, type RefusedWish } from '../judge/judge-deliveries.js';
import { judgeStatus } from '../judge/judge-payment.js';
import { judgeActed, judgeProbeValue } from '../judge/judge-probe.js';
import { judgeCount, judgeOrder } from '../judge/judge-records.js';
import { judgeVisit, type VisitWish } from '../judge/judge-visit.js';
import type { Judgement } from '../judge/judgement.js';
import type { RecordPattern } from '../judge/match-record.js';
import type { JsonValue, LogRecord } from '../protocol/records.js';
import type { ControlClient } from './control-client.js';
import { type Duration, toMs } from './duration.js';
import { ExpectationError } from './expectation-error.js';
import { findPayment, refuseEvent, refuseFault, refusePattern, refuseStatus } from './known-words.js';
import { readJsonPath } from './probe/json-path.js';
import { askProbe, type Probe } from './probe/probe.js';
import { readRecords } from './record-reader.js';
import { TimedExpressions } from './timed-expressions.js';

/** What has to be true of one payment now. Each throws `ExpectationError` with a table of expected, seen and nearest record, and `HarnessError` for a payment, a status or a fault that there is not. */
export class ExpectPayment {
  readonly #client: ControlClient;
  readonly #paymentId: string;

  constructor(client: ControlClient, paymentId: string) {
    this.#client = client;
    this.#paymentId = paymentId;
  }

  /** Its events, or those of one status, are acknowledged by every endpoint. */
  acknowledged({ within, ...wish }: Omit<AcknowledgedWish, 'withinMs'> & { within?: Duration } = {}): Promise<Judgement> {
    const withinMs = within === undefined ? undefined : toMs(within);
    return this.#check(
      (records) => judgeAcknowledged(records, { ...wish, withinMs }),
      () => refuseEvent(this.#client, this.#paymentId, wish.event),
    );
  }

  /** Every attempt, or every one that carried a fault, was answered with a refusal: 4xx, or the status that is wished for. */
  refused(wish: RefusedWish = {}): Promise<Judgement> {
    return this.#check(
      (records) => judgeRefused(records, wish),
      async () => {
        refuseFault(wish.fault);
        await refuseEvent(this.#client, this.#paymentId, wish.event);
      },
    );
  }

  /** It stands in this status of its provider, or has this outcome. */
  async status(status: string): Promise<Judgement> {
    const view = await findPayment(this.#client, this.#paymentId);
    return this.#check(
      (records) => judgeStatus(view, status, records),
      () => refuseStatus(this.#client, view.provider, status),
    );
  }

  /** The customer's last visit ended on such a page. */
  redirect(wish: VisitWish = {}): Promise<Judgement> {
    return this.#check((records) => judgeVisit(records, wish));
  }

  /** The app acted this often. @throws HarnessError `probe_failed`. */
  async acted(times: number, probe: Probe): Promise<Judgement> {
    const answer = await askProbe(probe);
    return this.#check((records) => judgeActed(answer, times, records));
  }

  /** The app says this at a path of its answer. @throws HarnessError `probe_failed`, `invalid_path`. */
  async probe(path: string, wanted: JsonValue, probe: Probe): Promise<Judgement> {
    const { value } = await askProbe(probe);
    return this.#check((records) => judgeProbeValue(path, readJsonPath(value, path), wanted, records));
  }

  /** @throws HarnessError `unknown_record_type`, `unknown_record_field` for what no record is or has, `invalid_expression`. */
  async order(patterns: readonly RecordPattern[]): Promise<Judgement> {
    for (const pattern of patterns) refusePattern(pattern);
    return this.#check((records) => judgeOrder(records, patterns, new TimedExpressions()));
  }

  /**
   * @param count exactly; left out: at least one.
   * @throws HarnessError `unknown_record_type`, `unknown_record_field` for what no record is or has, `invalid_expression`: none of those is no finding.
   */
  async records(pattern: RecordPattern, count?: number): Promise<Judgement> {
    refusePattern(pattern);
    return this.#check((records) => judgeCount(records, pattern, count, new TimedExpressions()));
  }

  /** @param refuse throws when what is not met can never be: a typo is no verdict about the app. */
  async #check(
    judge: (records: readonly LogRecord[]) => Judgement,
    refuse: () => Promise<unknown> = () => findPayment(this.#client, this.#paymentId),
  ): Promise<Judgement> {
    const judgement = judge(await readRecords(this.#client, { payment: this.#paymentId }));
    if (!judgement.isMet) await refuse();
    return demand(judgement);
  }
}

/** @throws ExpectationError when it is not met. */
export function demand(judgement: Judgement): Judgement {
  if (judgement.isMet) return judgement;
  throw new ExpectationError([judgement]);
}
