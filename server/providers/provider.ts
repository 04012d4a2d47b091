import type { z } from 'zod';
import type { Account } from '../domain/account.js';
import type { Payment, PaymentEvent } from '../domain/payment.js';
import type { Header, JsonObject, PaymentOutcome } from '../protocol/records.js';
import type { ApiCaller } from './api-client.js';
import type { Change, Decision } from './change.js';
import type { ProviderCodec } from './codec.js';
import type { PaymentCreation } from './creation.js';
import type { ProviderDiagnosis } from './diagnosis.js';
import type { Evidence } from './evidence.js';
import type { ExamProfile } from './exam.js';
import type { AttemptExplanation, AttemptToExplain } from './explanation.js';
import type { ActionOffer } from './offer.js';
import type { ProviderRoute, RouteReply, RouteRequest } from './route.js';
import type { BodyVariation } from './variation.js';
import type { IdSource, View } from './view.js';
import type { VisitRequest } from './visit.js';

export type * from './change.js';
export type * from './codec.js';
export type * from './creation.js';
export type * from './diagnosis.js';
export type * from './evidence.js';
export type * from './exam.js';
export type * from './explanation.js';
export type * from './offer.js';
export type * from './route.js';
export type * from './variation.js';
export type * from './view.js';
export type * from './visit.js';

/**
 * What a payment provider is, as plain values and pure functions. A provider decides; the engine acts. Nothing in a provider's folder
 * does I/O, reads a clock or draws random numbers by itself: time, ids and the stored payments come in through `View`, and what should
 * happen goes out as `Change`s.
 *
 * Contract (checked for every provider by test/providers/provider-contract.ts):
 * - every status named in a change stands in `statuses`, every move in `transitions`, and every non-final status can reach a final one;
 * - the body of an event is complete when the event is announced: attempts send the same bytes, only headers are made per attempt;
 * - a refused request changes nothing and answers in the provider's own error shape;
 * - secrets (`keys` with `isSecret`) never stand in a change, a reply body or a reference.
 */
export interface Provider {
  /** Path segment, flag prefix and registry key, such as `secpaid`. */
  name: string;
  /** Name for people, such as `SecPaid`. */
  title: string;
  /** Where the emulated facts come from. */
  documentation: string;
  statuses: Record<string, StatusMeaning>;
  /** Legal moves: from each status to these. A status without an entry is the end. */
  transitions: Record<string, readonly string[]>;
  /** What events of an account with these (complete) settings announce, as it stands in the payload; left out: the statuses as they are called here. */
  listEventStatuses?(settings: JsonObject): readonly string[];
  keys: readonly KeySpec[];
  /**
   * URLs and switches of an account. Every key has a default, so that `settings.parse({})` is a complete account. Each carries
   * `.meta({ title, evidence, source })`, which the control plane, the documentation and the page show.
   */
  settings: z.ZodObject;
  /** Further names that a caller may use for settings, such as a single URL for a list of one; `normaliseSettings` rewrites them. */
  settingAliases?: z.ZodObject;
  /** Rewrites a patch that uses other names or forms to the names of `settings`. */
  normaliseSettings?(patch: JsonObject): JsonObject;
  /** Settings that name where the target app listens; each becomes a command-line flag. */
  targets: readonly TargetSetting[];
  /** Request headers that carry a key; the log masks their values. */
  credentialHeaders: readonly string[];
  /** Request body fields that carry a secret; the log masks their values. */
  secretFields: readonly string[];
  /** Dotenv names and values that an app needs, in the order in which they are printed. `providerUrl` has no trailing slash. */
  buildEnv(account: Account, providerUrl: string): Record<string, string>;
  /** A first call that creates a payment, for a shell in which the names of `buildEnv` are set. */
  exampleCall: string;
  routes: readonly ProviderRoute[];
  /** Answers whatever no route matches; `allowedMethods` is not empty when the path exists for other methods. */
  answerUnmatched(request: RouteRequest, allowedMethods: readonly string[]): RouteReply;
  /**
   * Answers in the provider's error shape when a route threw (500), records cannot be stored (507), the harness stops (503), or somebody wants
   * the call to go wrong (429 and any 5xx). `message` is for statuses that the provider has no words of its own for.
   */
  answerFailure(status: number, message: string): RouteReply;
  /** Whose API call it is, told by its credentials; undefined when they are nobody's. */
  findCaller(request: RouteRequest, view: View): Account | undefined;
  /** What a person at the checkout may do: `{ action: 'pay', ... }`. Already parsed when `decide` sees it. */
  customerActions: PaymentActions;
  /** What the provider's own staff or the bank may do, such as approving a refund. */
  staffActions?: PaymentActions;
  /** What can be done with a payment, each with the reason when it cannot be done now; what makes no sense for its status is left out. */
  offerActions(payment: Payment, view: View): readonly ActionOffer[];
  /**
   * The requests of a browser that opens the payment's checkout page and does there what `action` means (parsed by `customerActions`);
   * null only opens it. Where the browser is sent afterwards is the provider's answer.
   * @throws HarnessError `action_not_possible` (409) for what no browser does.
   */
  planVisit(payment: Payment, action: JsonObject | null, view: View): readonly VisitRequest[];
  /** The provider's own call that creates a payment, as a form. */
  creation: PaymentCreation;
  /**
   * Asks for a refund with the provider's own call, as an app's server does; left out: it has none.
   * @param amount in the unit of the call; null: all of the payment.
   * @throws ProviderApiError with the provider's own words.
   */
  requestRefund?(caller: ApiCaller, payment: { id: string; amountMinor: number }, amount: number | null): Promise<unknown>;
  /** The staff action that begins a dispute; left out: there are none. */
  disputeAction?: string;
  /** Each of its timers, with what it means that it has come due, in plain words: `The seven days are over`. */
  timers: Readonly<Record<string, string>>;
  /** A timer that an earlier change set has come due. */
  decideTimer(payment: Payment, timer: string, view: View): readonly Change[];
  /** How events of this account are delivered. */
  deliveryRule(account: Account): DeliveryRule;
  /** Request headers of one attempt, in order; `content-length` and `host` are the transport's. `nowMs` is the lane's time. */
  buildAttemptHeaders(attempt: AttemptContext): Header[];
  /** Request headers that carry the signature of an attempt, the signature itself first; empty for a provider that does not sign. */
  signatureHeaders: readonly string[];
  /** Name of the key that attempts are signed with, where they are. */
  signatureKey?: string;
  /** True when it sends the browser back to the app by itself, with a `redirect` change. */
  sendsBrowserBack: boolean;
  /**
   * The body of an event with changes to its payload, complete: encrypted where the event is. A body that is not changed is the event's own.
   * @throws HarnessError `unusable_encryption_key` (409).
   */
  varyBody(variations: readonly BodyVariation[], event: PaymentEvent, account: Account, view: View): string;
  /** How the bytes and headers of an attempt came about and how the app checks them, step by step; no secrets. */
  explainAttempt(attempt: AttemptToExplain): AttemptExplanation;
  /** Keys of a payment's `data` that say nothing to whoever watches; the page leaves them out. */
  internalData: readonly string[];
  /** Facts about a payment worth showing beside the common ones; no secrets. */
  presentPayment(payment: Payment, account: Account): JsonObject;
  /** Makes and checks its messages without a stage. */
  codec?: ProviderCodec;
  /** Finds out how a receiver checks its deliveries; left out by a provider that signs nothing. */
  diagnosis?: ProviderDiagnosis;
  /** What the checks of a receiver need to know; left out, there are none for this provider. */
  exam?: ExamProfile;
  /** Its API as an app's server calls it, for test code: `lane.api.<name>`; left out: there is none. */
  createClient?(caller: ApiCaller): object;
}

/** A provider whose client has a type, so that `lane.api.<name>` has it too. */
export interface ProviderWithClient<Name extends string, Client extends object> extends Provider {
  name: Name;
  createClient(caller: ApiCaller): Client;
}

export interface StatusMeaning {
  /** In plain words. */
  text: string;
  outcome: PaymentOutcome;
  isFinal: boolean;
  evidence: Evidence;
  source: string;
}

export interface SettingMeta {
  title: string;
  evidence: Evidence;
  source: string;
}

export interface KeySpec {
  name: string;
  title: string;
  /** Secret keys are masked everywhere but in `env` and an explicit reveal. */
  isSecret: boolean;
  generate(ids: IdSource): string;
  /** Why a value chosen by hand cannot be this key, in words; null when it can. A configuration may name others, unless `isFormNeeded`. */
  check?(value: string): string | null;
  /** True: the key does not work in any other form. */
  isFormNeeded?: boolean;
}

export interface TargetSetting {
  /** Long flag without dashes, such as `secpaid-endpoint`; also its `PAYSTAGE_*` variable and config key. */
  flag: string;
  /** Account setting it fills; a list of URLs. */
  setting: string;
  description: string;
  /** True when events are POSTed there: the built-in receiver is used when none is given. */
  receivesEvents: boolean;
}

export interface PaymentActions {
  schema: z.ZodType<JsonObject>;
  /** Actions that are known only to be refused, whatever the payment: why, and what to do instead. */
  neverPossible?: Readonly<Record<string, { message: string; hint: string }>>;
  /**
   * What the action does to the payment.
   * @throws HarnessError `action_not_possible` (status 409) with what is possible instead.
   */
  decide(payment: Payment, action: JsonObject, view: View): Decision;
}

export interface DeliveryRule {
  /** Delay before attempts 2, 3, ..., in ms; its length plus one is the maximum number of attempts. */
  retryScheduleMs: readonly number[];
  /** One wall timer from name look-up to the last byte of the reply. */
  attemptTimeoutMs: number;
  isAcknowledged(status: number): boolean;
  /** Completes "SecurePayAPI accepts ...": `only 204`. */
  acceptedWords: string;
  /** `sequential`: the next event of a payment waits until the first attempt of the one before it is done. `strict`: until it is
   * acknowledged or exhausted. `concurrent`: no waiting. */
  order: 'sequential' | 'strict' | 'concurrent';
}

export interface AttemptContext {
  account: Account;
  event: PaymentEvent;
  /** The bytes to send; as the text they encode in UTF-8, where they do. */
  body: string | Buffer;
  nowMs: number;
}
