import { expect } from 'vitest';
import type { Account } from '../../../server/domain/account.js';
import type { Payment, PaymentEvent } from '../../../server/domain/payment.js';
import { applyRecord, createState } from '../../../server/domain/state.js';
import type { JsonObject, JsonValue, LogRecord, RecordBody } from '../../../server/protocol/records.js';
import type {
  Change,
  EventDraft,
  IdSource,
  RequestBody,
  RouteOutcome,
  RouteRequest,
  View,
} from '../../../server/providers/provider.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { type Answer, headersOf, jsonOf } from './replies.js';

export const providerUrl = 'http://localhost:4747/secpaid';
export const endpoint = 'http://localhost:3000/hook';
export const callback = 'http://localhost:3000/return';

/** What the provider did to one payment beside the state: for asking in tests. */
export interface Happened {
  redirects: { location: string; others: readonly string[] }[];
  acts: { actor: string; source: string; action: JsonObject }[];
}

/** SecPaid in memory: the real provider on the real state, with a clock and ids of the test's own. */
export interface Stage {
  account: Account;
  view: View;
  happened: Happened;
  /** A further merchant; `keys` override the generated ones. */
  addAccount(settings?: JsonObject, keys?: Record<string, string>): Account;
  change(settings: JsonObject, account?: Account): void;
  /** POSTs JSON as the stage's merchant. */
  call(name: string, body?: JsonValue, headers?: Record<string, string>): Answer;
  /** POSTs any body. */
  send(name: string, body: RequestBody, headers?: Record<string, string>): Answer;
  request(
    method: string,
    path: string,
    options?: { query?: Record<string, string>; headers?: Record<string, string>; body?: RequestBody },
  ): RouteOutcome;
  /** Creates a link that must succeed; its payment. */
  create(params?: JsonObject, name?: string): Payment;
  act(payment: Payment, action: JsonObject): readonly Change[];
  actAsStaff(payment: Payment, action: JsonObject): readonly Change[];
  /** Opens the page's form and presses a button of it. */
  press(payment: Payment, button: string, fields?: Record<string, string>): RouteOutcome;
  eventsOf(payment: Payment): PaymentEvent[];
  advance(ms: number): void;
  setNow(iso: string): void;
  /** Payments and their state as text: equal when nothing changed. */
  dump(): string;
}

const noBody: RequestBody = { kind: 'none' };

export function createStage(settings: JsonObject = {}): Stage {
  const state = createState();
  const accounts: Account[] = [];
  const secrets = new Map<string, string>();
  const windows = new Map<string, { count: number; endsAtMs: number }>();
  const happened: Happened = { redirects: [], acts: [] };
  const ids = createCountingIds();
  let nowMs = Date.parse('2026-03-04T09:11:12Z');
  let seq = 0;

  const append = (lane: string, body: RecordBody) => {
    const record = { seq: ++seq, at: new Date(nowMs).toISOString(), lane, ...body } as LogRecord;
    // As on disk: what JSON cannot hold does not survive.
    applyRecord(state, JSON.parse(JSON.stringify(record)), { maxPayments: 10_000 });
  };

  const announce = (payment: Payment, event: EventDraft) => {
    const { endpoints, ...facts } = event;
    const eventId = `evt_${seq + 1}`;
    const deliveries = endpoints.map((url, index) => ({ deliveryId: `dlv_${seq + 1}_${index}`, endpoint: url }));
    append(payment.lane, { type: 'event.announced', paymentId: payment.id, eventId, ...facts, deliveries });
  };

  const apply = (changes: readonly Change[] = []) => {
    for (const change of changes) {
      if (change.type === 'create_payment') {
        const { type, id, secrets: given, ...facts } = change;
        const meaning = secpaid.statuses[change.status];
        if (!meaning) throw new Error(`undeclared status ${change.status}`);
        expect(state.payments.has(id)).toBe(false);
        for (const [name, value] of Object.entries(given ?? {})) secrets.set(`${id} ${name}`, value);
        const lane = accounts.find((account) => account.id === change.accountId)?.lane ?? '';
        append(lane, { type: 'payment.created', paymentId: id, provider: 'secpaid', ...facts, outcome: meaning.outcome });
        continue;
      }
      const payment = state.payments.get(change.paymentId);
      if (!payment) throw new Error(`unknown payment ${change.paymentId}`);
      switch (change.type) {
        case 'change_status': {
          const from = payment.status;
          expect(secpaid.transitions[from]).toContain(change.to);
          const meaning = secpaid.statuses[change.to];
          if (!meaning) throw new Error(`undeclared status ${change.to}`);
          const data = change.data ? { data: change.data } : {};
          const text = change.text ?? meaning.text;
          append(payment.lane, {
            type: 'payment.status_changed',
            paymentId: payment.id,
            from,
            to: change.to,
            text,
            outcome: meaning.outcome,
            ...data,
          });
          if (change.event) announce(payment, change.event);
          break;
        }
        case 'amend_payment':
          append(payment.lane, { type: 'payment.amended', paymentId: payment.id, text: change.text, data: change.data });
          break;
        case 'announce':
          announce(payment, change.event);
          break;
        case 'redirect':
          happened.redirects.push({ location: change.location, others: change.others });
          append(payment.lane, { type: 'redirect.issued', paymentId: payment.id, location: change.location, status: 302 });
          break;
        case 'act':
          happened.acts.push({ actor: change.actor, source: change.source, action: change.action });
          break;
        default:
          throw new Error(`SecPaid has no timers, but asked for ${change.type}`);
      }
    }
  };

  const view: View = {
    idsOf: () => ids,
    nowMs: () => nowMs,
    providerUrl,
    accounts: () => accounts,
    accountByKey: (name, value) => accounts.find((account) => account.keys[name] === value),
    account: (id) => accounts.find((account) => account.id === id),
    payment: (id) => state.payments.get(id),
    paymentsOf: (accountId) => [...state.payments.values()].filter((payment) => payment.accountId === accountId).reverse(),
    eventsOf: (payment) => payment.eventIds.flatMap((id) => state.events.get(id) ?? []),
    deliveriesOf: (event) => event.deliveryIds.flatMap((id) => state.deliveries.get(id) ?? []),
    nextNumber: (first) => Math.max(first, (state.highestNumber.get('secpaid') ?? 0) + 1),
    secretOf: (paymentId, name) => secrets.get(`${paymentId} ${name}`),
    formToken: (paymentId) => `form-token-of-${paymentId}`,
    countCall(_lane, bucket, windowMs) {
      const known = windows.get(bucket);
      const window = known && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + windowMs };
      windows.set(bucket, window);
      window.count++;
      return { count: window.count, resetInMs: window.endsAtMs - nowMs };
    },
  };

  const addAccount: Stage['addAccount'] = (given = {}, keys = {}) => {
    const generated = Object.fromEntries(secpaid.keys.map((key) => [key.name, key.generate(ids)]));
    const account: Account = {
      id: `acc_${accounts.length + 1}`,
      provider: 'secpaid',
      lane: accounts.length === 0 ? 'default' : `lane-${accounts.length}`,
      keys: { ...generated, ...keys },
      settings: secpaid.settings.parse(given) as JsonObject,
    };
    accounts.push(account);
    return account;
  };
  const account = addAccount(settings);

  const request: Stage['request'] = (method, path, { query = {}, headers = {}, body = noBody } = {}) => {
    const route = secpaid.routes.find((candidate) => candidate.method === method && candidate.path === path);
    const full: RouteRequest = { method, path, params: {}, query, headers, remoteAddress: '127.0.0.1', body };
    if (!route) {
      const methods = secpaid.routes.filter((candidate) => candidate.path === path).map((candidate) => candidate.method);
      return { reply: secpaid.answerUnmatched(full, methods) };
    }
    const outcome = route.handle(full, view);
    if (outcome.reply.status >= 400) expect(outcome.changes ?? [], 'a refused request changes nothing').toEqual([]);
    apply(outcome.changes);
    return outcome;
  };

  const send: Stage['send'] = (name, body, headers = { token: account.keys.token ?? '' }) => {
    const outcome = request('POST', `/api/v2/${name}`, { headers, body });
    return { status: outcome.reply.status, body: jsonOf(outcome.reply), headers: headersOf(outcome.reply), outcome };
  };

  const decide = (actions: typeof secpaid.customerActions | undefined, payment: Payment, action: JsonObject) => {
    if (!actions) throw new Error('SecPaid has staff');
    const { changes } = actions.decide(payment, actions.schema.parse(action), view);
    apply(changes);
    return changes;
  };

  return {
    account,
    view,
    happened,
    addAccount,
    change(patch, target = account) {
      target.settings = secpaid.settings.parse({ ...target.settings, ...patch }) as JsonObject;
    },
    call: (name, body, headers) => send(name, body === undefined ? { kind: 'none' } : { kind: 'json', value: body }, headers),
    send,
    request,
    create(params = {}, name = 'createLink') {
      const answer = send(name, { kind: 'json', value: { amount: 42.5, ...params } });
      expect(answer.body.ResponseMsg).toBe('Link has been created successfully');
      const payment = state.payments.get(answer.outcome.paymentId ?? '');
      if (!payment) throw new Error('no payment was created');
      return payment;
    },
    act: (payment, action) => decide(secpaid.customerActions, payment, action),
    actAsStaff: (payment, action) => decide(secpaid.staffActions, payment, action),
    press(payment, button, fields = {}) {
      const own = { link_id: btoa(payment.id), form_token: view.formToken(payment.id), action: button };
      return request('POST', '/payment', { body: { kind: 'form', fields: { ...own, ...fields } } });
    },
    eventsOf: (payment) => [...view.eventsOf(payment)],
    advance: (ms) => {
      nowMs += ms;
    },
    setNow: (iso) => {
      nowMs = Date.parse(iso);
    },
    dump: () => JSON.stringify([[...state.payments], [...state.events]]),
  };
}

function createCountingIds(): IdSource {
  let count = 0;
  const count36 = (length: number) => (++count).toString(36).padStart(length, '0').slice(-length);
  return {
    hex: (length) => (++count).toString(16).padStart(length, '0').slice(-length),
    alphanumeric: count36,
    uuid: () => `3f0c9a52-7d1e-4b86-9c55-${count36(12)}`,
  };
}
