import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHarness, type Harness } from '../../server/index.js';
import type { LogRecord } from '../../server/protocol/records.js';
import type { Provider, SettingMeta } from '../../server/providers/provider.js';
import { createReceiver, type ReceivedRequest, type Receiver } from '../support/receiver.js';
import { describeCreation, describeForms } from './described-contract.js';
import { describeExplanations } from './explanation-contract.js';
import { describeOffers } from './offers-contract.js';
import { describeVisits } from './visits-contract.js';

/** What the suite needs to know to drive a provider it knows nothing about. */
export interface ContractCase {
  provider: Provider;
  /** Settings that make `endpoint` the receiver of events. */
  listenAt(endpoint: string): Record<string, unknown>;
  /** Creates a payment through the provider's own API, as an app would, and gives its id. */
  createPayment(env: Record<string, string>): Promise<string>;
  /** Customer actions that lead a fresh payment to each of these outcomes. */
  paths: { title: string; actions: Record<string, unknown>[]; outcome: string }[];
  /** Whether a receiver that follows the provider's page would accept this request. */
  verify(env: Record<string, string>, request: ReceivedRequest): boolean;
  acknowledgedBy: number[];
  refusedStatuses: number[];
}

/** The behaviour that every provider shares: run it for each, with what differs as data. */
export function describeProviderContract(contract: ContractCase): void {
  const { provider } = contract;

  describe(`${provider.title} keeps the provider contract`, () => {
    test('every move leads between declared statuses', () => {
      const known = Object.keys(provider.statuses);
      for (const [from, targets] of Object.entries(provider.transitions)) {
        expect(known).toContain(from);
        for (const to of targets) expect(known, `${from} -> ${to}`).toContain(to);
      }
    });

    test('every status that is not final can reach a final one, and a final one leads nowhere', () => {
      for (const [status, { isFinal }] of Object.entries(provider.statuses)) {
        const reachable = reachableFrom(provider, status);
        if (isFinal) expect(provider.transitions[status] ?? [], status).toEqual([]);
        else
          expect(
            [...reachable].some((other) => provider.statuses[other]?.isFinal),
            status,
          ).toBe(true);
      }
    });

    test('an account without any setting is complete, and every switch says how sure we are and where it stands', () => {
      const settings = provider.settings.parse({});
      for (const [name, schema] of Object.entries(provider.settings.shape)) {
        expect(settings[name], name).toBeDefined();
        const meta = (schema as { meta(): SettingMeta | undefined }).meta();
        expect(meta?.title, name).toBeTruthy();
        expect(['documented', 'inferred', 'assumed'], name).toContain(meta?.evidence);
        expect(meta?.source, name).toBeTruthy();
      }
      for (const target of provider.targets) expect(Object.keys(settings)).toContain(target.setting);
    });

    test('retries end', () => {
      const settings = provider.settings.parse({}) as never;
      const rule = provider.deliveryRule({ id: 'a', provider: provider.name, lane: 'default', keys: {}, settings });
      expect(rule.retryScheduleMs.length).toBeGreaterThan(0);
      expect(rule.retryScheduleMs.every((delay) => Number.isFinite(delay) && delay > 0)).toBe(true);
      expect(rule.attemptTimeoutMs).toBeGreaterThan(0);
      for (const status of contract.acknowledgedBy) expect(rule.isAcknowledged(status), String(status)).toBe(true);
      for (const status of contract.refusedStatuses) expect(rule.isAcknowledged(status), String(status)).toBe(false);
    });

    describeForms(provider);

    describe('on a running harness', () => {
      let harness: Harness;
      let receiver: Receiver;

      beforeAll(async () => {
        receiver = await createReceiver();
        const settings = contract.listenAt(receiver.url) as never;
        harness = await createHarness({
          port: 0,
          clock: { speed: 0, startMs: Date.UTC(2026, 2, 4, 9) },
          accounts: { [provider.name]: { settings } },
        });
        await harness.listen();
      });
      afterAll(async () => {
        await harness.close();
        await receiver.close();
      });

      for (const { title, actions, outcome } of contract.paths) {
        test(`${title}: the payment ends ${outcome}, and every event is delivered once, in order, verifiable`, async () => {
          const id = await contract.createPayment(harness.env);
          for (const action of actions) await harness.engine.actAsCustomer(id, action);
          await harness.engine.activity.whenIdle();
          const payment = harness.engine.payment(id);
          expect(payment.outcome).toBe(outcome);
          const events = payment.eventIds.map((eventId) => harness.engine.state.events.get(eventId));
          const received = receiver.requests.filter(({ body }) => events.some((event) => event?.body === body.toString()));
          expect(received.map(({ body }) => body.toString())).toEqual(events.map((event) => event?.body));
          for (const request of received) expect(contract.verify(harness.env, request)).toBe(true);
        });
      }

      test('a timer that it sets has a meaning for people, and what is internal is part of the data', async () => {
        const { engine } = harness;
        const payments = [...engine.state.payments.values()];
        const timers = new Set<string>();
        for await (const lines of engine.log.read(0)) {
          for (const line of lines) {
            const record = JSON.parse(line) as LogRecord;
            if (record.type === 'payment.timer_set') timers.add(record.timer);
          }
        }
        for (const timer of timers) expect(provider.timers[timer], timer).toMatch(/^[A-Z].+[^.]$/);
        for (const key of provider.internalData)
          expect(
            payments.some(({ data }) => key in data),
            key,
          ).toBe(true);
        for (const payment of payments) {
          const account = engine.accounts.get(payment.accountId);
          if (!account) throw new Error('the account is gone');
          for (const key of provider.internalData) expect(provider.presentPayment(payment, account)).not.toHaveProperty(key);
        }
      });

      test('every attempt of an event carries the same bytes, and headers that are valid at its own time', async () => {
        receiver.replyWith({ status: 500 });
        const id = await contract.createPayment(harness.env);
        const path = contract.paths.find((candidate) => candidate.outcome === 'succeeded');
        for (const action of path?.actions ?? []) await harness.engine.actAsCustomer(id, action);
        await harness.engine.activity.whenIdle();
        receiver.replyWith({ status: contract.acknowledgedBy[0] ?? 204 });
        await harness.engine.clock.advance(86_400_000, () => harness.engine.activity.whenIdle());
        const [eventId] = harness.engine.payment(id).eventIds;
        const event = harness.engine.state.events.get(eventId ?? '');
        const attempts = receiver.requests.filter(({ body }) => body.toString() === event?.body);
        expect(attempts.length).toBe(2);
        for (const request of attempts) expect(contract.verify(harness.env, request)).toBe(true);
      });

      describeOffers(
        provider,
        () => harness,
        () => contract.createPayment(harness.env),
      );
      describeCreation(provider, () => harness);
      describeVisits(provider, {
        harness: () => harness,
        createPayment: () => contract.createPayment(harness.env),
        paths: contract.paths,
      });
      describeExplanations(provider, {
        harness: () => harness,
        requests: () => receiver.requests,
        createPayment: () => contract.createPayment(harness.env),
      });

      test('whatever is sent to its routes, the answer is an answer and nothing breaks', async () => {
        const routes = provider.routes.filter(({ kind }) => kind !== 'asset');
        const anyBody = fc.oneof(
          fc.json(),
          fc.string(),
          fc.constant('{"a":'),
          fc.constant('[]'),
          fc.constant('null'),
          fc.constant('{"__proto__":{"x":1}}'),
        );
        const anyType = fc.constantFrom(
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain',
          'multipart/form-data; boundary=x',
          '',
        );
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...routes),
            anyBody,
            anyType,
            fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
            async (route, body, type, method) => {
              const path = route.path.replace(/:\w+/g, 'x');
              const reply = await fetch(`${harness.url}/${provider.name}${path}`, {
                method,
                redirect: 'manual',
                headers: type === '' ? {} : { 'content-type': type },
                ...(method === 'GET' ? {} : { body }),
              });
              const text = await reply.text();
              expect(reply.status).toBeLessThan(500);
              expect(text).not.toMatch(/\bat .+:\d+:\d+/);
            },
          ),
          { numRuns: 150 },
        );
        expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
      });
    });
  });
}

function reachableFrom(provider: Provider, start: string): Set<string> {
  const seen = new Set([start]);
  for (const status of seen) for (const next of provider.transitions[status] ?? []) seen.add(next);
  return seen;
}
