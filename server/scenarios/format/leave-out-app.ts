import type { JsonObject } from '../../protocol/records.js';
import { splitText } from './references.js';
import type { CreateStep, Expectation, NotAsked, Scenario, Step } from './scenario.js';

export const NO_APP = 'no app is named';
const NO_PROBE = 'no probe';
const NO_WAY_BACK = 'no address for the browser is named';
const OWN_CALLS = 'the app makes no calls';
const OWN_WORDS = 'the page is not that of an app that knows the order';

/**
 * The scenario as it can be played at a plain receiver of webhooks: payments are created in place of the app, and whatever needs the app's
 * own pages is left out and stands in `notAsked`. What left-out calls would have captured is stood in for by a name of this run.
 * Null when nothing would be left that says something.
 * @param hasWayBack true when it is named where the browser goes.
 */
export function leaveOutApp(scenario: Scenario, app: string, hasWayBack: boolean): Scenario | null {
  const cut = new Cut(app, hasWayBack);
  const variables = scenario.variables.filter(({ name, value }) => name === app || !cut.taints(name, value));
  const hasProbe = scenario.probe !== null && !cut.needsApp(scenario.probe);
  const steps = cut.readSteps(scenario.steps, hasProbe);
  if (!cut.isChecking || cut.isEmpty) return null;
  const standIns = [...cut.captured].map((name) => ({ name, value: `${name}-\${run.id}` }));
  return {
    ...scenario,
    target: cut.readTarget(scenario.target),
    variables: [...variables, ...standIns],
    probe: hasProbe ? scenario.probe : null,
    steps,
    notAsked: cut.notAsked,
  };
}

class Cut {
  readonly notAsked: NotAsked[] = [];
  /** Variables that left-out calls would have set. */
  readonly captured = new Set<string>();
  isChecking = false;
  #hasPayment = false;
  /** A payment that only the app can make. */
  #isMissing = false;
  /** Variables that hold an address of the app. */
  readonly #tainted: Set<string>;
  readonly #hasWayBack: boolean;

  constructor(app: string, hasWayBack: boolean) {
    this.#tainted = new Set([app]);
    this.#hasWayBack = hasWayBack;
  }

  needsApp(value: unknown): boolean {
    if (typeof value === 'string')
      return splitText(value).some((piece) => piece.type === 'reference' && this.#tainted.has(piece.names[0] ?? ''));
    if (Array.isArray(value)) return value.some((item) => this.needsApp(item));
    return typeof value === 'object' && value !== null && Object.values(value).some((item) => this.needsApp(item));
  }

  /** True for a variable that is made of the app's address; what is made of it is, too. */
  taints(name: string, value: unknown): boolean {
    const isTainted = this.needsApp(value);
    if (isTainted) this.#tainted.add(name);
    return isTainted;
  }

  readTarget(target: Scenario['target']): Scenario['target'] {
    const providers = Object.entries(target).map(([provider, settings]) => {
      const kept = Object.entries(settings).filter(([, urls]) => !this.needsApp(urls));
      return [provider, Object.fromEntries(kept)] as const;
    });
    return Object.fromEntries(providers.filter(([, settings]) => Object.keys(settings).length > 0));
  }

  readSteps(steps: readonly Step[], hasProbe: boolean): Step[] {
    return steps.flatMap((step): Step[] => {
      switch (step.type) {
        case 'call':
          return this.#readCall(step);
        case 'set': {
          const variables = step.variables.filter(({ name, value }) => !this.taints(name, value));
          return variables.length === 0 ? [] : [{ ...step, variables }];
        }
        case 'await_payment':
          return this.#replaceAwait(step);
        case 'repeat': {
          const inside = this.readSteps(step.steps, hasProbe);
          return inside.length === 0 ? [] : [{ ...step, steps: inside }];
        }
        case 'parallel':
          return [{ ...step, branches: step.branches.map((branch) => this.readSteps(branch, hasProbe)) }];
        case 'expect': {
          const expectations = step.expectations.flatMap((one) => this.#readExpectation(one, hasProbe));
          this.isChecking ||= expectations.length > 0;
          return expectations.length === 0 ? [] : [{ ...step, expectations }];
        }
        case 'create':
          this.#hasPayment = true;
          return [step];
        default:
          return [step];
      }
    });
  }

  /** True when there is no payment, or not every one, because nobody called the app. */
  get isEmpty(): boolean {
    return this.#isMissing || (!this.#hasPayment && this.#isCalled);
  }

  #readCall(step: Step & { type: 'call' }): Step[] {
    if (!this.needsApp([step.url, step.headers, step.body as unknown])) {
      this.isChecking ||= step.expect !== null;
      return [step];
    }
    this.#leaveOut(step.place, 'call', NO_APP);
    for (const name of Object.keys(step.capture)) this.captured.add(name);
    return [];
  }

  /** Created here: nobody else would. An app that was not called creates none. */
  #replaceAwait(step: Step & { type: 'await_payment' }): Step[] {
    const { title, path, place, provider, as, otherwise } = step;
    if (otherwise === null) {
      // A payment may come from a call to the stage itself.
      this.#isMissing ||= this.#isCalled;
      return [step];
    }
    this.#hasPayment = true;
    const create: CreateStep = { type: 'create', provider, fields: otherwise, as, capture: {}, refused: null };
    return [{ title, path, place, ...create }];
  }

  get #isCalled(): boolean {
    return this.notAsked.some(({ what }) => what === 'call');
  }

  #readExpectation(expectation: Expectation, hasProbe: boolean): Expectation[] {
    const { place } = expectation;
    switch (expectation.type) {
      case 'acted':
      case 'probe':
        return hasProbe ? [expectation] : this.#leaveOut(place, expectation.type, NO_PROBE);
      case 'redirect': {
        if (!this.#hasWayBack) return this.#leaveOut(place, 'redirect', NO_WAY_BACK);
        const { text, ...wish } = expectation.wish;
        if (text !== undefined) this.#leaveOut(place, 'redirect.text', OWN_WORDS);
        return [{ ...expectation, wish }];
      }
      case 'records':
        return isOwnCall(expectation.pattern) ? this.#leaveOut(place, 'records', OWN_CALLS) : [expectation];
      case 'order':
        return expectation.patterns.some(isOwnCall) ? this.#leaveOut(place, 'order', OWN_CALLS) : [expectation];
      default:
        return [expectation];
    }
  }

  #leaveOut(place: NotAsked['place'], what: string, why: string): [] {
    this.notAsked.push({ place, what, why });
    return [];
  }
}

function isOwnCall({ type }: JsonObject): boolean {
  return type === 'api.called';
}
