import type { PaymentView } from '../http/control/replies.js';
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
import { readJsonPath } from './probe/json-path.js';
import { askProbe, type Probe } from './probe/probe.js';
import { readRecords } from './record-reader.js';

/** What has to be true of one payment now. Each throws `ExpectationError` with a table of expected, seen and nearest record. */
export class ExpectPayment {
  readonly #client: ControlClient;
  readonly #paymentId: string;

  constructor(client: ControlClient, paymentId: string) {
    this.#client = client;
    this.#paymentId = paymentId;
  }

  /** Its events, or those of one status, are acknowledged by every endpoint. */
  acknowledged({ within, ...wish }: Omit<AcknowledgedWish, 'withinMs'> & { within?: Duration } = {}): Promise<Judgement> {
    return this.#check((records) =>
      judgeAcknowledged(records, { ...wish, withinMs: within === undefined ? undefined : toMs(within) }),
    );
  }

  /** Every attempt, or every one that carried a fault, was answered with a refusal. */
  refused(wish: RefusedWish = {}): Promise<Judgement> {
    return this.#check((records) => judgeRefused(records, wish));
  }

  /** It stands in this status of its provider, or has this outcome. */
  async status(status: string): Promise<Judgement> {
    const view = await this.#client.get<PaymentView>(`/payments/${encodeURIComponent(this.#paymentId)}`);
    return this.#check((records) => judgeStatus(view, status, records));
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

  order(patterns: readonly RecordPattern[]): Promise<Judgement> {
    return this.#check((records) => judgeOrder(records, patterns));
  }

  /** @param count exactly; left out: at least one. */
  records(pattern: RecordPattern, count?: number): Promise<Judgement> {
    return this.#check((records) => judgeCount(records, pattern, count));
  }

  async #check(judge: (records: readonly LogRecord[]) => Judgement): Promise<Judgement> {
    return demand(judge(await readRecords(this.#client, { payment: this.#paymentId })));
  }
}

/** @throws ExpectationError when it is not met. */
export function demand(judgement: Judgement): Judgement {
  if (judgement.isMet) return judgement;
  throw new ExpectationError([judgement]);
}
