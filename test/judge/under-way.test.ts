import { describe, expect, test } from 'vitest';
import { TimedExpressions } from '../../server/client/timed-expressions.js';
import { judgeAcknowledged, judgeNothingPending } from '../../server/judge/judge-deliveries.js';
import { judgeActed, judgeProbeValue } from '../../server/judge/judge-probe.js';
import { judgeCount } from '../../server/judge/judge-records.js';
import { judgeUnderWay } from '../../server/judge/under-way.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { announce, finish, number } from './made-up-records.js';

describe('what is under way', () => {
  const start = (number: number): RecordBody => ({
    type: 'attempt.started',
    paymentId: 'p',
    eventId: 'evt_paid',
    deliveryId: 'dlv_paid_0',
    attemptId: `att_${number}`,
    number,
    trigger: 'scheduled',
  });
  const held: RecordBody = { type: 'delivery.held', paymentId: 'p', eventId: 'evt_paid', deliveryId: 'dlv_paid_0', holdId: 'h' };
  const announced = announce('paid', 'http://a');

  test('is an attempt without an answer, from its first to its last', () => {
    const since = 'under way since 1970-01-01T00:00:01.000Z, no answer yet';
    const silent = number(announced, start(1));
    expect(judgeAcknowledged(silent, {})).toMatchObject({
      seen: `event paid to http://a: attempt 1 is ${since}`,
      nearest: { seq: 2 },
    });
    expect(judgeUnderWay(silent, 'x').seen).toBe(`attempt 1 of event paid to http://a is ${since}`);
    const second = number(announced, start(1), finish('paid', { attemptId: 'att_1' }), start(2));
    expect(judgeAcknowledged(second, {}).seen).toMatch(
      /^event paid to http:\/\/a not acknowledged after 1 attempt .*; attempt 2 is under way since /,
    );
  });

  test('is a webhook that is held, or that a fault keeps back; one that a fault dropped is never sent', () => {
    expect(judgeAcknowledged(number(announced, held), {})).toMatchObject({
      seen: 'event paid to http://a is held',
      nearest: { seq: 2 },
    });
    const used = (part: object): RecordBody => ({
      type: 'fault.used',
      faultId: 'f',
      fault: 'delayed',
      paymentId: 'p',
      deliveryId: 'dlv_paid_0',
      sentence: '',
      ...part,
    });
    expect(judgeAcknowledged(number(announced, used({ waitsFor: 'time' })), {}).seen).toBe(
      'event paid to http://a is kept back by the fault delayed',
    );
    const dropped = number(announced, used({ isDropped: true }));
    expect(judgeAcknowledged(dropped, {}).seen).toBe('event paid to http://a is never sent, because a fault dropped it');
    expect(judgeNothingPending(dropped).isMet).toBe(true);
  });

  test('is no webhook that somebody dropped before it was sent, as the end of a check run does', () => {
    const drop: RecordBody = { type: 'delivery.dropped', paymentId: 'p', eventId: 'evt_paid', deliveryId: 'dlv_paid_0' };
    const dropped = number(announced, held, drop);
    expect(judgeNothingPending(dropped)).toMatchObject({ isMet: true, seen: 'nothing is pending' });
    expect(judgeUnderWay(dropped, 'x').seen).toBe('something was still under way');
    expect(judgeAcknowledged(dropped, {})).toMatchObject({
      isMet: false,
      seen: 'event paid to http://a is never sent, because it was dropped',
      nearest: { seq: 1 },
    });
    const answer = { count: 0, isPaid: null, value: {} };
    expect(judgeActed(answer, 1, dropped).nearest).toBe(null);
    // One is dropped, the other still held.
    const other = { ...held, deliveryId: 'dlv_paid_1' } as RecordBody;
    const both = number(announce('paid', 'http://a', 'http://b'), held, other, drop);
    expect(judgeNothingPending(both)).toMatchObject({
      isMet: false,
      seen: 'event paid to http://b is held',
      nearest: { seq: 3 },
    });
  });

  test('A7 is told without the password of the address', () => {
    const address = 'http://user:geheim-pw77@localhost:3000/hook';
    const back: RecordBody = { type: 'redirect.held', paymentId: 'p', redirectId: 'red_1', location: address, holdId: 'h' };
    const issued: RecordBody = { type: 'redirect.issued', paymentId: 'p', location: address, status: 302 };
    const records = number(announce('paid', address), start(1), back, issued);
    const judged = [
      judgeAcknowledged(records, {}),
      judgeNothingPending(records),
      judgeUnderWay(records, 'x'),
      judgeUnderWay(records.slice(0, 2), 'x'),
      judgeCount(records, { type: 'redirect.issued' }, 2, new TimedExpressions()),
    ];
    for (const one of judged) {
      expect(JSON.stringify(one)).not.toContain('geheim');
      expect(`${one.seen} ${one.nearest?.sentence}`).toContain('http://***@localhost:3000/hook');
    }
  });

  test('is told beside what the app did not do: what is held, else the last webhook that it acknowledged', () => {
    const answer = { count: 0, isPaid: null, value: {} };
    const told = number(announced, start(1), finish('paid', { attemptId: 'att_1', code: 'acknowledged' }));
    expect(judgeActed(answer, 1, told).nearest).toMatchObject({ seq: 3, type: 'attempt.finished' });
    expect(judgeActed(answer, 1, number(announced, held)).nearest).toMatchObject({ type: 'delivery.held' });
    expect(judgeProbeValue('$.paid', false, true, told).nearest).toMatchObject({ seq: 3 });
    expect(judgeActed({ ...answer, count: 1 }, 2, told).seen).toBe('the app says it acted once');
  });
});
