import { HarnessError } from '../../domain/errors.js';
import type { PaymentView } from '../../http/control/replies.js';
import { eachText, type Part } from './part.js';
import { list, type Problems } from './problem.js';
import { REFERENCE_WORDS, splitText } from './references.js';
import type { SourceText } from './source-text.js';

/** What `${payment.___}` may be; deeper names are looked up when the step begins. */
const PAYMENT_FIELDS = Object.keys({
  id: true,
  provider: true,
  accountId: true,
  lane: true,
  amount: true,
  amountMinor: true,
  currency: true,
  reference: true,
  status: true,
  outcome: true,
  checkoutUrl: true,
  createdAt: true,
  updatedAt: true,
  details: true,
  history: true,
  next: true,
  timers: true,
  redirects: true,
  events: true,
} satisfies Record<keyof PaymentView, true>);

const RUN_FIELDS = ['id', 'seed'];
const LANE_FIELDS = ['name', 'seed', 'api', 'page'];
/** Always there. */
export const RESERVED_NAMES: readonly string[] = ['run', 'env', 'lane', 'payment'];

/** What is defined at a point of the file. */
export class Scope {
  readonly #variables: Set<string>;
  /** By name; null: nobody knows its provider, because the file is wrong there. */
  readonly #payments: Map<string, string | null>;
  readonly #providers: readonly string[];
  /** Undefined: nobody knows what is set. */
  readonly #environment: ReadonlySet<string> | undefined;
  /** Names of payments anywhere in the file so far: branches that play at once must not share one. */
  readonly #takenNames: Set<string>;
  last: string | null;

  constructor(providers: readonly string[], environment?: ReadonlySet<string>, from?: Scope) {
    this.#providers = providers;
    this.#environment = environment;
    this.#variables = new Set(from ? from.#variables : []);
    this.#payments = new Map(from ? from.#payments : []);
    this.#takenNames = from ? from.#takenNames : new Set();
    this.last = from?.last ?? null;
  }

  /** For a branch that plays beside others: it does not see what they define. */
  fork(): Scope {
    return new Scope(this.#providers, this.#environment, this);
  }

  /** Adds what branches defined; the last payment stays what it was before them. */
  join(branches: readonly Scope[]): void {
    for (const branch of branches) {
      for (const variable of branch.#variables) this.#variables.add(variable);
      for (const [name, provider] of branch.#payments) this.#payments.set(name, provider);
    }
  }

  get variableNames(): string[] {
    return [...this.#variables];
  }

  get paymentNames(): string[] {
    return [...this.#payments.keys()].filter((name) => !name.includes(' '));
  }

  isTaken(name: string): boolean {
    return RESERVED_NAMES.includes(name) || this.#variables.has(name) || this.#takenNames.has(name);
  }

  isVariable(name: string): boolean {
    return this.#variables.has(name);
  }

  addVariable(name: string): void {
    this.#variables.add(name);
  }

  addPayment(name: string, provider: string | null): void {
    this.#payments.set(name, provider);
    this.#takenNames.add(name);
    this.last = name;
  }

  hasPayment(name: string): boolean {
    return this.#payments.has(name);
  }

  providerOf(payment: string): string | null {
    return this.#payments.get(payment) ?? null;
  }

  /** Tells of every reference in the part that nothing defines. */
  checkReferences(part: Part, source: SourceText, problems: Problems): void {
    for (const { text, start } of eachText(part)) {
      if (!text.includes('${')) continue;
      try {
        const seen = new Set<string>();
        for (const piece of splitText(text)) {
          if (piece.type === 'text' || seen.has(piece.source)) continue;
          seen.add(piece.source);
          this.#check(piece.source, piece.names, start, source, problems);
        }
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error;
        const at = findInside(source.text, '${', start, text.length);
        problems.add('invalid_reference', at, error.message, { expected: REFERENCE_WORDS });
      }
    }
  }

  #check(
    reference: string,
    [first = '', second, ...more]: readonly string[],
    start: number,
    source: SourceText,
    problems: Problems,
  ): void {
    const known = this.#listKnown(first);
    const at = () => findInside(source.text, `\${${reference}}`, start, 2 * reference.length + 65_536);
    if (first === 'env' && second !== undefined && this.#environment?.has([second, ...more].join('.')) === false) {
      const names = [...this.#environment];
      problems.add('unknown_environment', at(), `${second} is not set, and \${${reference}} stands for it`, {
        expected: `it in the environment: ${second}=... before the command`,
        near: [second, names],
      });
      return;
    }
    if (known === 'anything') return;
    if (known === null) {
      const names = [...this.#variables, ...this.paymentNames, ...RESERVED_NAMES];
      const expected = list(names);
      problems.add('unknown_variable', at(), `nothing defines \${${reference}}`, { expected, near: [first, names] });
    } else if (second === undefined || !known.includes(second)) {
      const expected = list(known.map((field) => `${first}.${field}`));
      const near = second === undefined ? {} : { near: [second, known] as const };
      problems.add('unknown_variable', at(), `\${${reference}} names no part of ${first}`, { expected, ...near });
    } else if (first === 'lane' && this.#providers.includes(second) && more[0] !== 'baseUrl')
      problems.add('unknown_variable', at(), `\${${reference}} names no part of ${first}.${second}`, {
        expected: `${first}.${second}.baseUrl`,
      });
    else if (first === 'payment' && this.last === null)
      problems.add('no_payment', at(), `\${${reference}} is about a payment, and there is none yet`, {
        expected: '"create" or "await payment" in an earlier step',
      });
  }

  /** What may follow a first name; null: there is no such name. */
  #listKnown(first: string): readonly string[] | 'anything' | null {
    if (first === 'run') return RUN_FIELDS;
    if (first === 'lane') return [...LANE_FIELDS, ...this.#providers];
    if (first === 'env' || this.#variables.has(first)) return 'anything';
    return first === 'payment' || this.#payments.has(first) ? PAYMENT_FIELDS : null;
  }
}

/** Where a piece of a text stands in the file, or where the text begins: escapes can hide the piece. */
function findInside(text: string, piece: string, start: number, length: number): number {
  const at = text.slice(start, start + length + 1_000).indexOf(piece);
  return at === -1 ? start : start + at;
}
