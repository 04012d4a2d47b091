import type { Account } from '../../../server/domain/account.js';
import type { Payment, PaymentEvent } from '../../../server/domain/payment.js';
import { applyRecord, createState } from '../../../server/domain/state.js';
import type { JsonObject, JsonValue, LogRecord, RecordBody } from '../../../server/protocol/records.js';
import type { Change, IdSource, RouteOutcome, RouteReply, RouteRequest, View } from '../../../server/providers/provider.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';

const startMs = Date.UTC(2026, 2, 4, 9, 30, 0, 250);
const maxPayments = 10_000;

/** Everything the provider needs around it, in memory: the real state, a clock to turn by hand, and timers that fire. */
export interface TestStage {
  view: View;
  account: Account;
  /** A second account with keys of its own. */
  addAccount(settings?: JsonObject): Account;
  call(request: Partial<RouteRequest> & { method: string; path: string }): RouteReply;
  create(body: JsonValue, headers?: Record<string, string>): RouteReply;
  /** Creates an intent that is known to be valid. */
  make(body?: JsonObject): { payment: Payment; clientSecret: string };
  act(paymentId: string, action: JsonObject): void;
  actAsStaff(paymentId: string, action: JsonObject): void;
  /** Turns the clock; timers that come due meanwhile fire at their own time. */
  advance(ms: number): void;
  nowMs(): number;
  payment(id: string): Payment;
  eventsOf(id: string): PaymentEvent[];
  bodiesOf(id: string): Record<string, JsonValue>[];
  statusesOf(id: string): string[];
  acts(): { actor: string; source: string; action: JsonObject }[];
  paymentCount(): number;
}

export const endpoint = 'http://localhost:3000/webhooks';

export function createTestStage(settings: JsonObject = {}): TestStage {
  const state = createState();
  const accounts: Account[] = [];
  const ids = createCountingIds();
  const acts: { actor: string; source: string; action: JsonObject }[] = [];
  let nowMs = startMs;
  let seq = 0;

  const addAccount = (given: JsonObject = {}): Account => {
    const account: Account = {
      id: `acc_${accounts.length + 1}`,
      provider: 'securepayapi',
      lane: accounts.length === 0 ? 'default' : `lane-${accounts.length}`,
      keys: Object.fromEntries(securepayapi.keys.map((key) => [key.name, key.generate(ids)])),
      settings: securepayapi.settings.parse({ webhookUrls: [endpoint], ...given }) as JsonObject,
    };
    accounts.push(account);
    return account;
  };
  const account = addAccount(settings);

  const view: View = {
    idsOf: () => ids,
    nowMs: () => nowMs,
    providerUrl: 'http://localhost:4747/securepayapi',
    accounts: () => accounts,
    accountByKey: (keyName, value) => accounts.find(({ keys }) => keys[keyName] === value),
    account: (id) => accounts.find((candidate) => candidate.id === id),
    payment: (id) => state.payments.get(id),
    paymentsOf: (accountId) => [...state.payments.values()].filter((payment) => payment.accountId === accountId).reverse(),
    eventsOf: (payment) => payment.eventIds.flatMap((id) => state.events.get(id) ?? []),
    deliveriesOf: (event) => event.deliveryIds.flatMap((id) => state.deliveries.get(id) ?? []),
    nextNumber: (first) => first,
    secretOf: () => undefined,
    formToken: (scope) => `token-of-${scope}`,
    countCall: () => ({ count: 1, resetInMs: 0 }),
  };

  const append = (lane: string, body: RecordBody): void => {
    applyRecord(state, { seq: ++seq, at: new Date(nowMs).toISOString(), lane, ...body } as LogRecord, { maxPayments });
  };
  const apply = (changes: readonly Change[]): void => {
    for (const change of JSON.parse(JSON.stringify(changes)) as Change[]) applyChange(change);
  };
  const applyChange = (change: Change): void => {
    if (change.type === 'create_payment') {
      const { type: _type, id, ...facts } = change;
      const outcome = meaningOf(change.status).outcome;
      append(laneOf(change.accountId), { type: 'payment.created', paymentId: id, provider: 'securepayapi', ...facts, outcome });
      return;
    }
    const payment = getPayment(change.paymentId);
    const { lane } = payment;
    switch (change.type) {
      case 'change_status': {
        const { to, text, data, event } = change;
        const moves = securepayapi.transitions[payment.status] ?? [];
        if (!moves.includes(to)) throw new Error(`no move from ${payment.status} to ${to}`);
        const meaning = meaningOf(to);
        append(lane, {
          type: 'payment.status_changed',
          paymentId: payment.id,
          from: payment.status,
          to,
          text: text ?? meaning.text,
          outcome: meaning.outcome,
          ...(data ? { data } : {}),
        });
        if (event) {
          const { endpoints, ...facts } = event;
          const deliveries = endpoints.map((url, index) => ({ deliveryId: `dlv_${seq}_${index}`, endpoint: url }));
          append(lane, { type: 'event.announced', paymentId: payment.id, eventId: `evt_${seq}`, ...facts, deliveries });
        }
        return;
      }
      case 'amend_payment':
        append(lane, { type: 'payment.amended', paymentId: payment.id, text: change.text, data: change.data });
        return;
      case 'set_timer': {
        const dueAt = new Date(nowMs + change.dueInMs).toISOString();
        append(lane, { type: 'payment.timer_set', paymentId: payment.id, timer: change.timer, dueAt });
        return;
      }
      case 'clear_timer':
        append(lane, { type: 'payment.timer_cleared', paymentId: payment.id, timer: change.timer });
        return;
      case 'act':
        acts.push({ actor: change.actor, source: change.source, action: change.action });
        return;
      default:
        throw new Error(`SecurePayAPI makes no ${change.type}`);
    }
  };

  const laneOf = (accountId: string): string => accounts.find(({ id }) => id === accountId)?.lane ?? 'default';
  const getPayment = (id: string): Payment => {
    const payment = state.payments.get(id);
    if (!payment) throw new Error(`no payment ${id}`);
    return payment;
  };
  const nextDue = (untilMs: number): [Payment, string, number] | undefined =>
    [...state.payments.values()]
      .flatMap((payment) =>
        Object.entries(payment.timers).map(([timer, dueMs]): [Payment, string, number] => [payment, timer, dueMs]),
      )
      .filter(([, , dueMs]) => dueMs <= untilMs)
      .sort((left, right) => left[2] - right[2])[0];

  const call: TestStage['call'] = (given) => {
    const { outcome, allowed } = route(given, view);
    if (!outcome) return securepayapi.answerUnmatched(toRequest(given, {}), allowed);
    apply(outcome.changes ?? []);
    return outcome.reply;
  };
  const create: TestStage['create'] = (body, headers) =>
    call({
      method: 'POST',
      path: '/api/v1/payment-intents',
      headers: { authorization: `Bearer ${account.keys.secretKey}`, 'content-type': 'application/json', ...headers },
      body: { kind: 'json', value: body },
    });

  return {
    view,
    account,
    addAccount,
    call,
    create,
    make(body = {}) {
      const { id, client_secret: clientSecret } = jsonOf(create({ amount: 4599, currency: 'USD', ...body })) as Record<
        string,
        string
      >;
      return { payment: getPayment(id ?? ''), clientSecret: clientSecret ?? '' };
    },
    act: (id, action) => {
      const parsed = securepayapi.customerActions.schema.parse(action);
      apply(securepayapi.customerActions.decide(getPayment(id), parsed, view).changes);
    },
    actAsStaff: (id, action) => {
      const actions = securepayapi.staffActions;
      if (!actions) throw new Error('no staff actions');
      apply(actions.decide(getPayment(id), actions.schema.parse(action), view).changes);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
        const [payment, timer, dueMs] = due;
        nowMs = Math.max(nowMs, dueMs);
        delete payment.timers[timer];
        apply(securepayapi.decideTimer(payment, timer, view));
      }
      nowMs = untilMs;
    },
    nowMs: () => nowMs,
    payment: getPayment,
    eventsOf: (id) => [...view.eventsOf(getPayment(id))],
    bodiesOf: (id) => view.eventsOf(getPayment(id)).map((event) => JSON.parse(event.body) as Record<string, JsonValue>),
    statusesOf: (id) => view.eventsOf(getPayment(id)).map((event) => event.status),
    acts: () => acts,
    paymentCount: () => state.payments.size,
  };
}

/** The JSON of a reply, or a failed test. */
export function jsonOf(reply: RouteReply): JsonObject {
  if (reply.content?.kind !== 'json') throw new Error(`the reply is not JSON: ${JSON.stringify(reply)}`);
  return JSON.parse(JSON.stringify(reply.content.value)) as JsonObject;
}

export function textOf(reply: RouteReply): string {
  if (!reply.content || reply.content.kind === 'json') throw new Error(`the reply is not text: ${JSON.stringify(reply)}`);
  return reply.content.text;
}

export function headerOf(reply: RouteReply, name: string): string | undefined {
  return reply.headers?.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
}

function route(
  given: Partial<RouteRequest> & { method: string; path: string },
  view: View,
): { outcome?: RouteOutcome; allowed: string[] } {
  const allowed: string[] = [];
  for (const candidate of securepayapi.routes) {
    const pattern = new RegExp(`^${candidate.path.replace(/\./g, '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(given.path);
    if (match && candidate.method === given.method) {
      return { outcome: candidate.handle(toRequest(given, { ...match.groups }), view), allowed };
    }
    if (match) allowed.push(candidate.method);
  }
  return { allowed };
}

function toRequest(
  given: Partial<RouteRequest> & { method: string; path: string },
  params: Record<string, string>,
): RouteRequest {
  return { query: {}, headers: {}, remoteAddress: '127.0.0.1', body: { kind: 'none' }, ...given, params };
}

function meaningOf(status: string) {
  const meaning = securepayapi.statuses[status];
  if (!meaning) throw new Error(`undeclared status ${status}`);
  return meaning;
}

function createCountingIds(): IdSource {
  let count = 0;
  return {
    hex: (length) => (++count).toString(16).padStart(length, '0'),
    alphanumeric: (length) => (++count).toString(36).padStart(length, 'Z'),
    uuid: () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`,
  };
}
