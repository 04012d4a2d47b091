import type { Lane } from '../../client/lane.js';
import { HarnessError } from '../../domain/errors.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { VisitReply } from '../../http/control/visit-replies.js';
import type { JsonObject, JsonValue, LogRecord } from '../../protocol/records.js';
import { hasReference, readNames, resolveObject, resolveText, resolveValue } from '../format/references.js';
import type { FaultStep, Scenario, ScenarioProbe, StepHead } from '../format/scenario.js';

/** What `${run...}` stands for. */
export interface RunFacts {
  /** Short, and the same again for the same seed: for references of orders. */
  id: string;
  seed: string | null;
}

/** What the steps of one scenario know: its lane, the payments by name, the variables. */
export class Scope {
  readonly lane: Lane;
  readonly scenario: Scenario;
  /** Visits that wait for a held redirect. */
  readonly openVisits: Promise<VisitReply>[];
  /** Faults that were set, each with its step and its id. */
  readonly faults: { step: FaultStep & StepHead; id: string }[];
  /** Newest record when the scenario began: what is older happened in another one. */
  startSeq = 0;
  /** Name of the payment that was made last; null before the first. */
  lastPayment: string | null = null;
  readonly #variables: Map<string, JsonValue>;
  readonly #payments: Map<string, PaymentView>;
  readonly #run: RunFacts;

  /** @param parent what it knows is known here, and the other way round; which payment came last is each one's own. */
  constructor(scenario: Scenario, lane: Lane, run: RunFacts, parent?: Scope) {
    this.scenario = scenario;
    this.lane = lane;
    this.#run = run;
    this.openVisits = parent?.openVisits ?? [];
    this.faults = parent?.faults ?? [];
    this.#variables = parent ? parent.#variables : new Map();
    this.#payments = parent ? parent.#payments : new Map();
    this.startSeq = parent?.startSeq ?? 0;
    this.lastPayment = parent?.lastPayment ?? null;
  }

  /**
   * What happened since the scenario began, oldest first. Payments from before may still be told to the app in a lane that others used: what comes
   * of them says nothing about this scenario.
   */
  async records(): Promise<LogRecord[]> {
    const all = await this.lane.records({ after: this.startSeq });
    const made = new Set(all.flatMap((record) => (record.type === 'payment.created' ? [record.paymentId] : [])));
    return all.filter((record) => !('paymentId' in record) || record.paymentId == null || made.has(record.paymentId));
  }

  /** For one branch of steps that are played beside each other. */
  fork(): Scope {
    return new Scope(this.scenario, this.lane, this.#run, this);
  }

  /** What `${run.id}` stands for. */
  get runId(): string {
    return this.#run.id;
  }

  setVariable(name: string, value: JsonValue): void {
    this.#variables.set(name, value);
  }

  /** The last one is what `${payment...}` stands for. */
  setPayment(name: string, payment: PaymentView): void {
    this.#payments.set(name, payment);
    this.lastPayment = name;
  }

  /** @throws HarnessError `no_payment` when an earlier step should have made it and did not. */
  payment(name: string): PaymentView {
    const payment = this.#payments.get(name);
    if (payment) return payment;
    throw new HarnessError('no_payment', `There is no payment "${name}" yet.`, {
      hint: 'A step before this one has to create it, or to wait until the app has.',
    });
  }

  /** True for a payment that has a name already. */
  knows(id: string): boolean {
    return [...this.#payments.values()].some((payment) => payment.id === id);
  }

  /** Brings payments up to date before something refers to their fields. */
  async prepare(value: unknown): Promise<void> {
    if (!hasReference(value)) return;
    for (const [name, { id }] of this.#payments) this.#payments.set(name, await this.lane.payment(id));
  }

  text(text: string): string {
    return resolveText(text, this.#lookUp);
  }

  value(value: JsonValue): JsonValue {
    return resolveValue(value, this.#lookUp);
  }

  object<T extends JsonObject>(value: T): T {
    return resolveObject(value, this.#lookUp) as T;
  }

  /** @throws HarnessError `no_probe`. */
  probe(): ScenarioProbe {
    const { probe } = this.scenario;
    if (probe) return resolveValue(probe as unknown as JsonValue, this.#lookUp) as unknown as ScenarioProbe;
    throw new HarnessError('no_probe', 'The scenario names no probe, so the app cannot be asked.', {
      hint: 'Give "probe: { url: ... }" at the top of the file.',
    });
  }

  readonly #lookUp = (names: readonly string[]): JsonValue | undefined => {
    const [first = '', ...others] = names;
    switch (first) {
      case 'run':
        return readNames({ id: this.#run.id, seed: this.#run.seed }, others);
      case 'env':
        return this.lane.env[others.join('.')] ?? process.env[others.join('.')];
      case 'lane':
        return readNames(this.lane.facts, others);
      case 'payment':
        return readNames(this.#payments.get(this.lastPayment ?? '') as unknown as JsonValue | undefined, others);
      default: {
        const payment = this.#payments.get(first);
        const root = this.#variables.get(first) ?? (payment as unknown as JsonValue | undefined);
        return readNames(root, others);
      }
    }
  };
}
