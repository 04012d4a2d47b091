import type { Probe } from '../../client/probe/probe.js';
import type { AcknowledgedWish, RefusedWish } from '../../judge/judge-deliveries.js';
import type { VisitWish } from '../../judge/judge-visit.js';
import type { RecordPattern } from '../../judge/match-record.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';

/**
 * A scenario file as the runner takes it: checked, every shorthand written out, every duration in ms, every payment by name. Texts in values
 * marked "with references" may still hold `${...}`, to be filled in by `resolveValue` when their step begins.
 */
export interface Scenario {
  /** As it was given to the reader. */
  file: string;
  name: string;
  description: string;
  tags: readonly string[];
  /** By provider: settings to be put in force for the scenario; with references. Names and forms are the provider's own. */
  accounts: Readonly<Record<string, JsonObject>>;
  /** By provider and setting: where the app listens; with references. */
  target: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** In the order of the file; each with references to those before it. */
  variables: readonly Variable[];
  /** The variable that holds the address of the app; null: the file names none. */
  app: string | null;
  /** What is left out of this play, because the app that it needs is not named; nothing in what the reader gives. */
  notAsked: readonly NotAsked[];
  /** Providers whose events go to the built-in receiver in this play; nothing in what the reader gives. */
  withoutTarget: readonly string[];
  /** With references. */
  probe: ScenarioProbe | null;
  steps: readonly Step[];
  /** How many steps a run takes, repeats counted out. */
  stepCount: number;
}

/** A step or an expectation that is left out, and why. */
export interface NotAsked {
  place: Place;
  /** The keyword: `call`, `acted`. */
  what: string;
  /** Such as `no probe`. */
  why: string;
}

export interface Variable {
  name: string;
  value: JsonValue;
}

export type ScenarioProbe = Exclude<Probe, (...parts: never) => unknown>;

/** Where something stands in its file, both from 1; columns count UTF-16 units, as editors do. */
export interface Place {
  line: number;
  column: number;
}

export interface StepHead {
  /** What the file calls it, else its keyword. */
  title: string;
  /** Such as `steps[2].repeat.steps[0]`. */
  path: string;
  place: Place;
}

export type Step = StepHead &
  (
    | CreateStep
    | AwaitPaymentStep
    | FaultStep
    | OpenStep
    | ActionStep
    | RefundStep
    | WaitStep
    | ClockStep
    | HoldStep
    | ReleaseStep
    | CallStep
    | SetStep
    | RepeatStep
    | ParallelStep
    | ExpectStep
  );

/** The provider's own call. `as` names the payment from then on, also when the file gave it no name. */
export interface CreateStep {
  type: 'create';
  provider: string;
  /** With references. */
  fields: JsonObject;
  as: string;
  /** Variable name to JSON path in the reply. */
  capture: Readonly<Record<string, string>>;
  /** Set: the call must be refused, with this status when one is named. There is no payment then. */
  refused: { status: number | null } | null;
}

/** The app creates the payment itself. */
export interface AwaitPaymentStep {
  type: 'await_payment';
  provider: string;
  /** Fields of `payment.created`; with references. */
  match: { reference?: string; amountMinor?: number; currency?: string };
  withinMs: number;
  as: string;
  /** The parameters of the provider's own call that is made in its place when no app is named; with references. */
  otherwise: JsonObject | null;
}

/** Stays until it is used up, or the scenario ends. */
export interface FaultStep {
  type: 'fault';
  /** As the control plane takes it, but for `when.payment`; with references. */
  spec: { fault: string } & JsonObject;
  /** Only for this payment; null: for any. */
  payment: string | null;
  /** It may end without having taken effect. */
  isOptional: boolean;
}

/** The virtual customer opens the checkout page and does nothing there. */
export interface OpenStep {
  type: 'open';
  payment: string;
  closeTab: boolean;
}

/** `customer`: done in the virtual customer's browser. `staff`: done by the provider's own people, or the bank. */
export interface ActionStep {
  type: 'customer' | 'staff';
  payment: string;
  provider: string;
  /** `{ action: name, ... }`; with references. */
  action: { action: string } & JsonObject;
  /** Only of a customer. */
  closeTab: boolean;
}

/** The provider's own call that asks for a refund. */
export interface RefundStep {
  type: 'refund';
  payment: string;
  provider: string;
  /** In the unit of the provider's call; null: all of it. With references. */
  amount: number | string | null;
}

export interface WaitStep {
  type: 'wait';
  until: WaitUntil;
  /** Real time. */
  withinMs: number;
}

export type WaitUntil =
  | { type: 'time'; ms: number }
  | { type: 'status'; payment: string; status: string }
  | { type: 'acknowledged'; payment: string; wish: AcknowledgedWish }
  /** Of this payment, or of the whole lane. With references. */
  | { type: 'record'; payment: string | null; pattern: RecordPattern }
  | { type: 'redirect'; payment: string }
  | { type: 'idle' };

export interface ClockStep {
  type: 'clock';
  change:
    | { type: 'advance'; ms: number }
    | { type: 'jump'; to: 'next-attempt' | 'next-timer' }
    /** UTC ISO 8601. */
    | { type: 'move'; to: string }
    /** 0 freezes, 1 is real time. */
    | { type: 'speed'; speed: number };
  /** Real time. */
  withinMs: number;
}

/** How many of each are held from now on; null: every one until released. 0: none. */
export interface HoldStep {
  type: 'hold';
  webhooks: number | null;
  redirects: number | null;
  /** Only of this payment; null: of any. */
  payment: string | null;
}

export interface ReleaseStep {
  type: 'release';
  what: 'all' | 'webhook' | 'redirect';
}

/** A request to the app, or to anything else. */
export interface CallStep {
  type: 'call';
  method: string;
  /** With references, as are `headers` and `body`. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: { kind: 'json'; value: JsonValue } | { kind: 'text'; text: string } | null;
  expect: CallExpectation | null;
  capture: Readonly<Record<string, string>>;
  withinMs: number;
}

export interface CallExpectation {
  status: number | null;
  /** JSON path to the value that must stand there; with references. */
  json: readonly ValueAtPath[];
  /** A piece of the body; with references. */
  text: string | null;
}

export interface ValueAtPath {
  path: string;
  value: JsonValue;
}

export interface SetStep {
  type: 'set';
  /** Each with references to those before it. */
  variables: readonly Variable[];
}

export interface RepeatStep {
  type: 'repeat';
  times: number;
  /** Variable that holds 1, 2, ... */
  counter: string | null;
  steps: readonly Step[];
}

export interface ParallelStep {
  type: 'parallel';
  branches: readonly (readonly Step[])[];
}

/** Every one must be met; they are judged again and again until they are, or the time is over. */
export interface ExpectStep {
  type: 'expect';
  /** Real time. */
  withinMs: number;
  /** Real time after which what too much can undo is judged again; 0: it is not. */
  settleMs: number;
  expectations: readonly Expectation[];
}

export type Expectation = { place: Place } & (
  | { type: 'acknowledged'; payment: string; wish: AcknowledgedWish }
  | { type: 'refused'; payment: string; wish: RefusedWish }
  | { type: 'acted'; times: number }
  /** With references. */
  | { type: 'redirect'; payment: string; wish: VisitWish }
  | { type: 'status'; payment: string; status: string }
  /** With references. */
  | { type: 'probe'; checks: readonly ValueAtPath[] }
  /** Of this payment, or of the whole lane; with references. */
  | { type: 'order'; payment: string | null; patterns: readonly RecordPattern[] }
  /** `count` null: at least one. */
  | { type: 'records'; payment: string | null; pattern: RecordPattern; count: number | null }
  | { type: 'nothing_pending' }
);
