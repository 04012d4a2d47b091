import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import { createTestStage, type TestStage } from './test-stage.js';

const day = 86_400_000;
const challengePath = ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM'];

function pay(stage: TestStage, card: string): string {
  const { id } = stage.make().payment;
  stage.act(id, { action: 'pay', card });
  return id;
}

describe('seven days', () => {
  test('an intent that nobody pays expires, and that is announced', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.advance(7 * day - 1);
    expect(stage.payment(id).status).toBe('requires_payment');
    stage.advance(1);
    expect(stage.payment(id)).toMatchObject({ status: 'EXPIRED', outcome: 'expired' });
    expect(stage.statusesOf(id)).toEqual(['EXPIRED']);
  });

  test('the event can be switched off; the expiry cannot', () => {
    const stage = createTestStage({ expiredEvent: false });
    const { id } = stage.make().payment;
    stage.advance(7 * day);
    expect(stage.payment(id).status).toBe('EXPIRED');
    expect(stage.statusesOf(id)).toEqual([]);
  });

  test('a failed intent expires too, a paid one never', () => {
    const stage = createTestStage();
    const [failed, paid] = [pay(stage, 'decline'), pay(stage, 'frictionless')];
    stage.advance(30 * day);
    expect(stage.payment(failed).status).toBe('EXPIRED');
    expect(stage.payment(paid)).toMatchObject({ status: 'SUCCEEDED', timers: {} });
  });

  test('a running attempt is let finish: paid late is paid, failed late is expired', () => {
    const stage = createTestStage({ challengeTimeoutMs: 2 * day });
    const ids = [stage.make().payment.id, stage.make().payment.id];
    stage.advance(6.5 * day);
    for (const id of ids) stage.act(id, { action: 'pay', card: 'challenge' });
    stage.advance(day);
    const [first = '', second = ''] = ids;
    expect(stage.statusesOf(first)).toEqual(challengePath);
    stage.act(first, { action: 'challenge', result: 'pass' });
    stage.act(second, { action: 'challenge', result: 'fail' });
    expect(stage.statusesOf(first).at(-1)).toBe('SUCCEEDED');
    expect(stage.statusesOf(second).slice(-2)).toEqual(['FAILED', 'EXPIRED']);
    stage.advance(30 * day);
    expect(stage.statusesOf(first).at(-1)).toBe('SUCCEEDED');
  });

  test('the provider can expire an intent at once, but not one that is being paid', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.actAsStaff(id, { action: 'expire' });
    expect(stage.payment(id)).toMatchObject({ status: 'EXPIRED', timers: {} });
    expect(stage.acts().at(-1)).toMatchObject({ actor: 'provider', action: { action: 'expire' } });
    expect(() => stage.act(id, { action: 'pay' })).toThrow(HarnessError);
    for (const card of ['challenge', 'frictionless']) {
      const other = pay(stage, card);
      expect(() => stage.actAsStaff(other, { action: 'expire' })).toThrow(HarnessError);
    }
  });
});

describe('steps spread over time', () => {
  test('each step comes after the pause before it', () => {
    const stage = createTestStage({ stepDelayMs: 2000 });
    const id = pay(stage, 'frictionless');
    expect(stage.statusesOf(id)).toEqual(['INIT']);
    stage.advance(1999);
    expect(stage.statusesOf(id)).toEqual(['INIT']);
    stage.advance(1);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING']);
    expect(() => stage.act(id, { action: 'pay' })).toThrow(HarnessError);
    stage.advance(2000);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    const created = stage.bodiesOf(id).map((body) => Number(body.created));
    expect(created.map((seconds) => seconds - (created[0] ?? 0))).toEqual([0, 2, 4]);
    expect(stage.payment(id).timers).toEqual({});
  });

  test('the challenge can be answered once its form is on screen, and times out from then', () => {
    const stage = createTestStage({ stepDelayMs: 1000, challengeTimeoutMs: 5000 });
    const id = pay(stage, 'challenge');
    expect(() => stage.act(id, { action: 'challenge', result: 'pass' })).toThrow(HarnessError);
    stage.advance(2000);
    expect(stage.statusesOf(id)).toEqual(challengePath);
    stage.advance(4999);
    expect(stage.statusesOf(id)).toEqual(challengePath);
    stage.act(id, { action: 'challenge', result: 'pass' });
    stage.advance(60_000);
    expect(stage.statusesOf(id).slice(3)).toEqual(['AUTH3DSRESULT', 'PAYING', 'SUCCEEDED']);
  });

  test('a challenge that the card fails by itself cannot be answered on the way', () => {
    const stage = createTestStage({ stepDelayMs: 1000 });
    const id = pay(stage, 'auth-fail');
    stage.advance(2000);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
    expect(() => stage.act(id, { action: 'challenge', result: 'pass' })).toThrow(HarnessError);
    stage.advance(2000);
    expect(stage.statusesOf(id).slice(-2)).toEqual(['AUTH3DSRESULT', 'FAILED']);
  });

  test('a retry after delayed steps starts with nothing left over', () => {
    const stage = createTestStage({ stepDelayMs: 10 });
    const id = pay(stage, 'decline');
    stage.advance(1000);
    stage.act(id, { action: 'pay', card: 'challenge' });
    stage.advance(20);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
    expect(stage.payment(id).data.plan).toBeUndefined();
    expect(stage.payment(id).data.failure).toBeUndefined();
  });
});
