import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createTestStage, type TestStage } from './test-stage.js';

const day = 86_400_000;
const challengePath = ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM'];

function pay(stage: TestStage, card: string): string {
  const { id } = stage.make().payment;
  stage.act(id, { action: 'pay', card });
  return id;
}

function presented(stage: TestStage, id: string) {
  return securepayapi.presentPayment(stage.payment(id), stage.account);
}

describe('ways through a payment', () => {
  test.each([
    ['frictionless', ['INIT', 'PAYING', 'SUCCEEDED'], 'succeeded'],
    ['decline', ['INIT', 'PAYING', 'FAILED'], 'failed'],
    ['insufficient-funds', ['INIT', 'PAYING', 'FAILED'], 'failed'],
    ['auth-fail', [...challengePath, 'AUTH3DSRESULT', 'FAILED'], 'failed'],
    ['challenge', challengePath, 'open'],
    ['challenge-decline', challengePath, 'open'],
    ['abandon', challengePath, 'open'],
  ])('the card %s goes %j', (card, statuses, outcome) => {
    const stage = createTestStage();
    const id = pay(stage, card);
    expect(stage.statusesOf(id)).toEqual(statuses);
    expect(stage.payment(id).outcome).toBe(outcome);
  });

  test('a card named by nobody is frictionless', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });

  test.each([
    ['challenge', 'pass', ['AUTH3DSRESULT', 'PAYING', 'SUCCEEDED'], 'succeeded'],
    ['challenge', 'fail', ['AUTH3DSRESULT', 'FAILED'], 'failed'],
    ['challenge-decline', 'pass', ['AUTH3DSRESULT', 'PAYING', 'FAILED'], 'failed'],
  ])('the card %s with the answer %s goes on %j', (card, result, statuses, outcome) => {
    const stage = createTestStage();
    const id = pay(stage, card);
    stage.act(id, { action: 'challenge', result });
    expect(stage.statusesOf(id)).toEqual([...challengePath, ...statuses]);
    expect(stage.payment(id).outcome).toBe(outcome);
    stage.advance(day);
    expect(stage.statusesOf(id)).toHaveLength(challengePath.length + statuses.length);
  });

  test.each(['by the action', 'by the card'])(
    'a challenge abandoned %s fails when the bank has waited ten minutes, and not before',
    (how) => {
      const stage = createTestStage();
      const id = pay(stage, how === 'by the card' ? 'abandon' : 'challenge');
      if (how === 'by the action') stage.act(id, { action: 'challenge', result: 'abandon' });
      stage.advance(599_999);
      expect(stage.statusesOf(id)).toEqual(challengePath);
      stage.advance(1);
      expect(stage.statusesOf(id)).toEqual([...challengePath, 'FAILED']);
      expect(presented(stage, id)).toMatchObject({ intentStatus: 'failed', failure: { code: 'challenge_timeout' } });
    },
  );

  test('a customer who comes back in time can still answer the bank', () => {
    const stage = createTestStage({ challengeTimeoutMs: 1000 });
    const id = pay(stage, 'abandon');
    stage.advance(999);
    stage.act(id, { action: 'challenge', result: 'pass' });
    expect(stage.statusesOf(id).at(-1)).toBe('SUCCEEDED');
  });

  test('every status change is one event with the status that was reached', () => {
    const stage = createTestStage();
    const id = pay(stage, 'challenge');
    stage.act(id, { action: 'challenge', result: 'fail' });
    stage.act(id, { action: 'pay' });
    expect(stage.payment(id).history.map(({ status }) => status)).toEqual(stage.statusesOf(id));
  });

  test('what the customer did stands before what followed from it', () => {
    const stage = createTestStage();
    const { payment } = stage.make();
    const { changes } = securepayapi.customerActions.decide(payment, { action: 'pay', card: 'decline' }, stage.view);
    expect(changes[0]).toEqual({
      type: 'act',
      paymentId: payment.id,
      actor: 'customer',
      source: 'control',
      action: { action: 'pay', method: 'card', card: 'decline' },
    });
  });
});

describe('trying again', () => {
  test('a failed intent can be paid, with the same id and a new uuid', () => {
    const stage = createTestStage();
    const id = pay(stage, 'decline');
    stage.act(id, { action: 'pay', card: 'frictionless' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'FAILED', 'INIT', 'PAYING', 'SUCCEEDED']);
    const bodies = stage.bodiesOf(id);
    expect(new Set(bodies.map((body) => body.id))).toEqual(new Set([id]));
    const uuids = bodies.map((body) => body.uuid);
    expect(new Set(uuids.slice(0, 3)).size).toBe(1);
    expect(new Set(uuids.slice(3)).size).toBe(1);
    expect(uuids[0]).not.toBe(uuids[3]);
    expect(presented(stage, id)).toMatchObject({ intentStatus: 'succeeded', attempt: 2 });
    expect(presented(stage, id).failure).toBeUndefined();
  });

  test('keeps one uuid when the account says one per intent', () => {
    const stage = createTestStage({ uuidPer: 'intent' });
    const id = pay(stage, 'decline');
    stage.act(id, { action: 'pay' });
    expect(new Set(stage.bodiesOf(id).map((body) => body.uuid)).size).toBe(1);
  });
});

describe('what is refused', () => {
  const refusal = (act: () => void): HarnessError => {
    try {
      act();
    } catch (error) {
      if (error instanceof HarnessError) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };

  test.each([
    ['while the bank waits', 'challenge', 0],
    ['after success', 'frictionless', 0],
    ['after expiry', 'decline', 8 * day],
  ])('a second submit %s, and nothing is announced', (_when, card, laterMs) => {
    const stage = createTestStage({ challengeTimeoutMs: 30 * day });
    const id = pay(stage, card);
    stage.advance(laterMs);
    const before = stage.eventsOf(id).length;
    const error = refusal(() => stage.act(id, { action: 'pay' }));
    expect(error).toMatchObject({ code: 'action_not_possible', status: 409 });
    expect(error.hint).toBeTruthy();
    expect(stage.eventsOf(id)).toHaveLength(before);
  });

  test('a challenge that nobody asked for, and one that is answered already', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    expect(refusal(() => stage.act(id, { action: 'challenge', result: 'pass' })).status).toBe(409);
    stage.act(id, { action: 'pay', card: 'challenge' });
    stage.act(id, { action: 'challenge', result: 'pass' });
    expect(refusal(() => stage.act(id, { action: 'challenge', result: 'fail' })).code).toBe('action_not_possible');
  });

  test('a cancellation, because this provider has none', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    expect(refusal(() => stage.act(id, { action: 'cancel' }))).toMatchObject({ code: 'action_not_possible', status: 409 });
  });

  test('an unknown card, result or action, with the nearest name', () => {
    const messageFor = (action: Record<string, string>) => {
      const result = securepayapi.customerActions.schema.safeParse(action);
      return result.error?.issues[0]?.message ?? 'accepted';
    };
    const cards = 'frictionless, challenge, auth-fail, decline, abandon, challenge-decline, insufficient-funds';
    expect(messageFor({ action: 'pay', card: 'declin' })).toBe(
      `SecurePayAPI has no card "declin"; possible: ${cards}; did you mean "decline"?`,
    );
    expect(messageFor({ action: 'pay', card: 'platinum' })).toBe(`SecurePayAPI has no card "platinum"; possible: ${cards}`);
    expect(messageFor({ action: 'pay', method: 'bank-transfer' })).toBe(
      'SecurePayAPI has no method "bank-transfer"; possible: card',
    );
    expect(messageFor({ action: 'pay', method: 'cards' })).toBe(
      'SecurePayAPI has no method "cards"; possible: card; did you mean "card"?',
    );
    expect(messageFor({ action: 'challenge', result: 'pas' })).toContain('did you mean "pass"?');
    expect(messageFor({ action: 'challenge' })).toContain('challenge result is missing');
    expect(messageFor({ action: 'payy' })).toContain('did you mean "pay"?');
    expect(messageFor({ action: 'pay', cart: 'x' })).toContain('cart');
  });
});

describe('switches of the sequence', () => {
  test('INIT at creation is not repeated at the first submit', () => {
    const stage = createTestStage({ initAt: 'creation' });
    const { id } = stage.make().payment;
    expect(stage.statusesOf(id)).toEqual(['INIT']);
    expect(presented(stage, id).intentStatus).toBe('requires_payment');
    stage.act(id, { action: 'pay', card: 'decline' });
    stage.act(id, { action: 'pay' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'FAILED', 'INIT', 'PAYING', 'SUCCEEDED']);
    expect(
      new Set(
        stage
          .bodiesOf(id)
          .slice(0, 3)
          .map((body) => body.uuid),
      ).size,
    ).toBe(1);
  });

  test('an unpaid intent with INIT at creation expires like any other', () => {
    const stage = createTestStage({ initAt: 'creation' });
    const { id } = stage.make().payment;
    stage.advance(7 * day);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'EXPIRED']);
  });

  test('AUTH3DSRESULT can come on the frictionless way', () => {
    const stage = createTestStage({ frictionlessResult: true });
    expect(stage.statusesOf(pay(stage, 'frictionless'))).toEqual(['INIT', 'AUTH3DSRESULT', 'PAYING', 'SUCCEEDED']);
  });

  test("final words are the account's in the payload and the usual ones inside", () => {
    const stage = createTestStage({ finalStatuses: { succeeded: 'PAID', failed: 'DECLINED' } });
    const id = pay(stage, 'decline');
    stage.act(id, { action: 'pay' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'DECLINED', 'INIT', 'PAYING', 'PAID']);
    expect(stage.bodiesOf(id).map((body) => body.status)).toEqual(stage.statusesOf(id));
    expect(stage.payment(id).status).toBe('SUCCEEDED');
  });

  test('events go to the endpoints of that moment', () => {
    const stage = createTestStage({ webhookUrls: [] });
    const id = pay(stage, 'decline');
    expect(stage.eventsOf(id).flatMap((event) => event.deliveryIds)).toEqual([]);
    // As the engine does it: changed settings are another object.
    stage.account.settings = {
      ...stage.account.settings,
      webhookUrls: ['http://localhost:1/a', 'http://localhost:1/b', 'http://localhost:1/a'],
    };
    stage.act(id, { action: 'pay' });
    expect(stage.eventsOf(id).at(-1)?.deliveryIds).toHaveLength(2);
  });
});

test('the client secret is shown to nobody who watches', () => {
  const stage = createTestStage();
  const { payment, clientSecret } = stage.make({ metadata: { cart: 'c-19' }, theme: 'dark' });
  const facts = securepayapi.presentPayment(payment, stage.account);
  expect(facts).toMatchObject({ intentStatus: 'requires_payment', theme: 'dark', metadata: { cart: 'c-19' } });
  expect(JSON.stringify(facts)).not.toContain(clientSecret.split('_secret_')[1]);
});

test('a timer that nobody knows, and one that has lost its meaning, change nothing', () => {
  const stage = createTestStage();
  const id = pay(stage, 'frictionless');
  for (const timer of ['step', 'challenge', 'expire', 'other']) {
    expect(securepayapi.decideTimer(stage.payment(id), timer, stage.view)).toEqual([]);
  }
});
