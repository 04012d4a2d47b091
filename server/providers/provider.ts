import type { z } from 'zod';
import type { Account } from '../domain/account.js';
import type { Delivery, Payment, PaymentEvent } from '../domain/payment.js';
import type { Header, JsonObject, JsonValue, PaymentOutcome } from '../protocol/records.js';

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
  /** Answers when a route threw (500), when records cannot be stored (507), or when the harness stops (503), in the provider's error shape. */
  answerFailure(status: 500 | 503 | 507, message: string): RouteReply;
  /** What a person at the checkout may do: `{ action: 'pay', ... }`. Already parsed when `decide` sees it. */
  customerActions: PaymentActions;
  /** What the provider's own staff or the bank may do, such as approving a refund. */
  staffActions?: PaymentActions;
  /** A timer that an earlier change set has come due. */
  decideTimer(payment: Payment, timer: string, view: View): readonly Change[];
  /** How events of this account are delivered. */
  deliveryRule(account: Account): DeliveryRule;
  /** Request headers of one attempt, in order; `content-length` and `host` are the transport's. `nowMs` is the lane's time. */
  buildAttemptHeaders(attempt: AttemptContext): Header[];
  /** Facts about a payment worth showing beside the common ones; no secrets. */
  presentPayment(payment: Payment, account: Account): JsonObject;
}

export interface StatusMeaning {
  /** In plain words. */
  text: string;
  outcome: PaymentOutcome;
  isFinal: boolean;
  evidence: Evidence;
  source: string;
}

/** How sure we are of an emulated behaviour: on the provider's pages, concluded from their samples, or our own choice. */
export type Evidence = 'documented' | 'inferred' | 'assumed';

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
  /** Why a value chosen by hand cannot be this key, in words; null when it can. */
  check?(value: string): string | null;
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

/** Random and sequential names, as an argument so that a seed can make them repeatable. */
export interface IdSource {
  /** `length` lower-case hex digits. */
  hex(length: number): string;
  /** `length` characters of `[A-Za-z0-9]`. */
  alphanumeric(length: number): string;
  /** Version 4. */
  uuid(): string;
}

/** What a provider may read while it decides. */
export interface View {
  ids: IdSource;
  /** Lane time, epoch ms. */
  nowMs(lane: string): number;
  /** Base URL that customers and apps reach this provider under, without trailing slash: `http://localhost:4747/secpaid`. */
  providerUrl: string;
  /** Accounts of this provider in every lane. */
  accounts(): readonly Account[];
  /** The account whose key of that name has that value. Comparison takes the same time for every wrong value. */
  accountByKey(keyName: string, value: string): Account | undefined;
  account(id: string): Account | undefined;
  /** A payment of this provider, in any lane. */
  payment(id: string): Payment | undefined;
  /** Payments of this provider and account, newest first. */
  paymentsOf(accountId: string): Iterable<Payment>;
  eventsOf(payment: Payment): readonly PaymentEvent[];
  deliveriesOf(event: PaymentEvent): readonly Delivery[];
  /** The next free decimal id, at least `first`. */
  nextNumber(first: number): number;
  /** A secret that an earlier `create_payment` put aside. */
  secretOf(paymentId: string, name: string): string | undefined;
  /** Value that a form on the payment's page must carry; other sites cannot know it. */
  formToken(paymentId: string): string;
  /** Counts a call in the running window of `windowMs` and says how many there were and when the window ends. */
  countCall(bucket: string, windowMs: number): { count: number; resetInMs: number };
}

export type Change =
  | CreatePayment
  | ChangeStatus
  | AmendPayment
  | { type: 'announce'; paymentId: string; event: EventDraft }
  | { type: 'set_timer'; paymentId: string; timer: string; dueInMs: number }
  | { type: 'clear_timer'; paymentId: string; timer: string }
  /** The browser goes to `location` (absolute); `others` are called with GET in the background. */
  | { type: 'redirect'; paymentId: string; location: string; others: readonly string[] }
  /** Written down so that the story of the payment says who did what. */
  | { type: 'act'; paymentId: string; actor: 'customer' | 'provider'; source: 'page' | 'control'; action: JsonObject };

export interface CreatePayment {
  type: 'create_payment';
  id: string;
  accountId: string;
  amountMinor: number;
  currency: string;
  reference: string;
  status: string;
  checkoutUrl: string | null;
  data: JsonObject;
  /** Kept apart from the log, 0600, and read back with `View.secretOf`. */
  secrets?: Record<string, string>;
}

export interface ChangeStatus {
  type: 'change_status';
  paymentId: string;
  to: string;
  /** Plain words; the status table's text when absent. */
  text?: string;
  /** What it amounts to just now, where the status table's outcome would say too much. */
  outcome?: PaymentOutcome;
  data?: JsonObject;
  event?: EventDraft;
}

export interface AmendPayment {
  type: 'amend_payment';
  paymentId: string;
  text: string;
  outcome?: PaymentOutcome;
  data: JsonObject;
}

export interface EventDraft {
  /** The status word in the payload. */
  status: string;
  contentType: string;
  body: string;
  plainBody?: string;
  /** Absolute URLs; none means that the event happened and nobody is told. */
  endpoints: readonly string[];
}

export interface Decision {
  changes: readonly Change[];
}

export interface PaymentActions {
  schema: z.ZodType<JsonObject>;
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
  /** The bytes to send, as the text they encode in UTF-8. */
  body: string;
  nowMs: number;
}

export type RouteKind =
  /** Called by the app's server; recorded as `api.called`. */
  | 'api'
  /** Opened or called by a browser; recorded as `page.served`. */
  | 'page'
  /** Style sheets, scripts and polls that change nothing; not recorded. */
  | 'asset';

export interface ProviderRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below the provider's base; `:name` matches one segment. The first matching route of the list wins. */
  path: string;
  kind: RouteKind;
  /** The provider's own name for the call, shown in the log. */
  name: string;
  handle(request: RouteRequest, view: View): RouteOutcome;
}

export interface RouteRequest {
  method: string;
  /** Path below the provider's base, such as `/api/v2/createLink`. */
  path: string;
  params: Record<string, string>;
  /** First value of each query parameter. */
  query: Record<string, string>;
  /** Lower-case names; repeated headers joined with `, `. */
  headers: Record<string, string>;
  remoteAddress: string;
  body: RequestBody;
}

export type RequestBody =
  | { kind: 'none' }
  | { kind: 'json'; value: JsonValue }
  /** urlencoded or multipart text fields; repeated names keep the last value. */
  | { kind: 'form'; fields: Record<string, string> }
  | { kind: 'problem'; problem: BodyProblem; message: string };

export type BodyProblem = 'malformed' | 'too_large' | 'too_deep' | 'unsupported_type' | 'forbidden_key';

export interface RouteOutcome {
  reply: RouteReply;
  changes?: readonly Change[];
  /** For the log: who called, about what. */
  accountId?: string;
  paymentId?: string;
  /** Holds the reply until the first attempt of every event announced here is done. */
  awaitFirstAttempts?: boolean;
}

export interface RouteReply {
  status: number;
  headers?: readonly Header[];
  content?: ReplyContent;
}

export type ReplyContent =
  | { kind: 'json'; value: JsonValue }
  | { kind: 'html'; text: string }
  | { kind: 'css'; text: string }
  | { kind: 'script'; text: string };
