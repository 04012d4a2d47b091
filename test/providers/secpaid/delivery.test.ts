import { expect, test } from 'vitest';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { createStage } from './stage.js';

const ruleOf = (settings = {}) => secpaid.deliveryRule(createStage(settings).account);

test('W6 five attempts, 1, 2, 4 and 8 seconds apart, ten seconds each, in no order', () => {
  expect(ruleOf()).toMatchObject({
    retryScheduleMs: [1_000, 2_000, 4_000, 8_000],
    attemptTimeoutMs: 10_000,
    acceptedWords: 'any 2xx',
    order: 'concurrent',
  });
});

test('B1 any 2xx acknowledges, and nothing else', () => {
  const { isAcknowledged } = ruleOf();
  expect([200, 201, 202, 204, 299].every(isAcknowledged)).toBe(true);
  expect([100, 199, 300, 302, 304, 400, 404, 500, 503].some(isAcknowledged)).toBe(false);
});

test('retries cuts or stretches the schedule; 0 fires once', () => {
  expect(ruleOf({ retries: 0 }).retryScheduleMs).toEqual([]);
  expect(ruleOf({ retries: 2 }).retryScheduleMs).toEqual([1_000, 2_000]);
  expect(ruleOf({ retries: 6 }).retryScheduleMs).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  expect(ruleOf({ retryScheduleMs: [5], attemptTimeoutMs: 50 })).toMatchObject({ retryScheduleMs: [5], attemptTimeoutMs: 50 });
});

test('attempts carry content type, accept and user agent, and no signature', () => {
  for (const [webhookFormat, contentType] of [
    ['nested-json', 'application/json'],
    ['form', 'application/x-www-form-urlencoded'],
  ] as const) {
    const stage = createStage({ webhookFormat, paymentEndpoints: ['http://localhost/'] });
    const payment = stage.create();
    stage.act(payment, { action: 'pay' });
    const [event] = stage.eventsOf(payment);
    if (!event) throw new Error('no event');
    expect(secpaid.buildAttemptHeaders({ account: stage.account, event, body: event.body, nowMs: 0 })).toEqual([
      ['Content-Type', contentType],
      ['Accept', 'application/json'],
      ['User-Agent', 'SecPaid-Mock'],
    ]);
  }
});

test('a changed format counts for the next event', () => {
  const stage = createStage({ paymentEndpoints: ['http://localhost/'] });
  const payment = stage.create();
  stage.change({ webhookFormat: 'flat-json' });
  stage.act(payment, { action: 'cancel' });
  expect(JSON.parse(stage.eventsOf(payment)[0]?.body ?? '')).toMatchObject({ 'data[Status]': 'cancel' });
});

test('there are no timers', () => {
  const stage = createStage();
  expect(secpaid.decideTimer(stage.create(), 'any', stage.view)).toEqual([]);
});
