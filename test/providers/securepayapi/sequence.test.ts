import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { payHeld, presented, staff, walked } from './held-intent.js';
import { createTestStage } from './test-stage.js';

const day = 86_400_000;

function refusal(act: () => void): HarnessError {
  try {
    act();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('holding the sequence', () => {
  test('before paying: the card leads to INIT and no further, however long it takes', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'frictionless');
    stage.advance(day);
    expect(stage.statusesOf(id)).toEqual(['INIT']);
    expect(presented(stage, id)).toMatchObject({
      isHeld: true,
      stepsLeft: ['PAYING', 'SUCCEEDED'],
      intentStatus: 'processing',
    });
  });

  test('before paying, where INIT came with the intent: the card is taken and the intent waits at INIT', () => {
    const stage = createTestStage({ initAt: 'creation' });
    const id = payHeld(stage, 'frictionless');
    expect(stage.statusesOf(id)).toEqual(['INIT']);
    expect(presented(stage, id)).toMatchObject({ attempt: 1, stepsLeft: ['PAYING', 'SUCCEEDED'], intentStatus: 'processing' });
    staff(stage, id, 'step', 'step');
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('in the midst of pauses: the step that was due does not come', () => {
    const stage = createTestStage({ stepDelayMs: 1000 });
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay' });
    stage.advance(1000);
    staff(stage, id, 'hold');
    stage.advance(day);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING']);
    staff(stage, id, 'continue');
    stage.advance(999);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING']);
    stage.advance(1);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('at the challenge: the bank waits without end, and its time begins anew afterwards', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'challenge' });
    stage.advance(599_999);
    staff(stage, id, 'hold');
    expect(Object.keys(stage.payment(id).timers), 'nobody counts down').toEqual(['expire']);
    stage.advance(day);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
    staff(stage, id, 'continue');
    stage.advance(599_999);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
    stage.advance(1);
    expect(stage.payment(id).status).toBe('FAILED');
  });

  test('stays for the next attempt, and ends with the intent', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'decline');
    staff(stage, id, 'step', 'step');
    expect(presented(stage, id)).toMatchObject({ intentStatus: 'failed', isHeld: true });
    stage.act(id, { action: 'pay' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'FAILED', 'INIT']);
    staff(stage, id, 'step', 'step');
    expect(presented(stage, id)).toMatchObject({ intentStatus: 'succeeded', isHeld: false, stepsLeft: [] });
    stage.advance(8 * day);
    expect(stage.payment(id).status).toBe('SUCCEEDED');
  });

  test('does not keep the seven days from ending an intent that nobody pays', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    staff(stage, id, 'hold');
    stage.advance(8 * day);
    expect(presented(stage, id)).toMatchObject({ intentStatus: 'expired', isHeld: false });
  });
});

describe('going on by hand', () => {
  test.each([
    ['frictionless', ['INIT', 'PAYING', 'SUCCEEDED']],
    ['decline', ['INIT', 'PAYING', 'FAILED']],
    ['auth-fail', ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM', 'AUTH3DSRESULT', 'FAILED']],
  ])('each step with the card %s is one status and one event', (card, statuses) => {
    const stage = createTestStage();
    const id = payHeld(stage, card);
    for (let count = 2; count <= statuses.length; count++) {
      staff(stage, id, 'step');
      expect(stage.statusesOf(id)).toEqual(statuses.slice(0, count));
    }
    expect(refusal(() => staff(stage, id, 'step')).code).toBe('action_not_possible');
  });

  test('after the answer to a held challenge each status waits again', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'challenge');
    expect(refusal(() => stage.act(id, { action: 'challenge', result: 'pass' })).hint).toContain('step');
    staff(stage, id, 'step', 'step');
    expect(Object.keys(stage.payment(id).timers), 'the bank waits without end').toEqual(['expire']);
    expect(refusal(() => staff(stage, id, 'step')).hint).toContain('time-out');
    stage.act(id, { action: 'challenge', result: 'pass' });
    expect(stage.payment(id).status).toBe('AUTH3DSRESULT');
    staff(stage, id, 'step');
    expect(stage.payment(id).status).toBe('PAYING');
    staff(stage, id, 'step');
    expect(stage.payment(id).status).toBe('SUCCEEDED');
  });

  test('a skipped status is passed and never announced, and the history says so', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'frictionless');
    staff(stage, id, 'skip', 'step');
    expect(walked(stage, id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    expect(stage.statusesOf(id)).toEqual(['INIT', 'SUCCEEDED']);
    const step = stage.payment(id).history.find(({ status }) => status === 'PAYING');
    expect(step?.text).toBe('Payment is being processed; skipped, so nobody is told');
  });

  test('the last status can be skipped, so that the receiver never learns of the end', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'decline');
    staff(stage, id, 'step', 'skip');
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING']);
    expect(presented(stage, id)).toMatchObject({ intentStatus: 'failed', failure: { code: 'card_declined' } });
  });

  test('without holding, a step comes before its pause is over and the rest keeps its pace', () => {
    const stage = createTestStage({ stepDelayMs: 1000 });
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'challenge' });
    staff(stage, id, 'step');
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGE');
    stage.advance(999);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGE');
    stage.advance(1);
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
  });

  test('let go, it runs to the next stop at once', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'challenge');
    staff(stage, id, 'continue');
    expect(presented(stage, id)).toMatchObject({ isHeld: false, stepsLeft: [], intentStatus: 'processing' });
    expect(stage.payment(id).status).toBe('AUTH3DSCHALLENGEFORM');
    expect(Object.keys(stage.payment(id).timers).sort()).toEqual(['challenge', 'expire']);
  });

  test.each([true, false])('the open challenge can end now as timed out (held: %s)', (isHeld) => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'abandon' });
    if (isHeld) staff(stage, id, 'hold');
    staff(stage, id, 'time-out');
    expect(stage.statusesOf(id).at(-1)).toBe('FAILED');
    expect(presented(stage, id)).toMatchObject({ failure: { code: 'challenge_timeout' }, isHeld });
    expect(Object.keys(stage.payment(id).timers)).toEqual(['expire']);
  });
});

describe('what cannot be done to the sequence', () => {
  test.each([
    ['step', 'Hold it, then pay'],
    ['skip', 'Hold it, then pay'],
    ['continue', 'hold first'],
    ['time-out', 'A challenge is open after'],
  ])('%s before anything runs, with what to do instead', (action, hint) => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    const error = refusal(() => staff(stage, id, action));
    expect(error).toMatchObject({ code: 'action_not_possible', status: 409 });
    expect(error.hint).toContain(hint);
    expect(stage.payment(id).history).toEqual([]);
  });

  test('holding twice, and holding what is over', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'frictionless');
    expect(refusal(() => staff(stage, id, 'hold')).message).toContain('held already');
    staff(stage, id, 'continue');
    expect(refusal(() => staff(stage, id, 'hold')).message).toContain('succeeded');
  });

  test('paying once more while held, with the way on', () => {
    const stage = createTestStage();
    const id = payHeld(stage, 'frictionless');
    expect(refusal(() => stage.act(id, { action: 'pay' })).hint).toBe('It is held: use step, skip or continue.');
  });

  test('an unknown staff action is answered with the nearest one', () => {
    const parse = (action: unknown) => securepayapi.staffActions?.schema.safeParse(action).error?.issues[0]?.message;
    expect(parse({ action: 'timeout' })).toBe(
      'SecurePayAPI has no action "timeout"; possible: expire, hold, step, skip, continue, time-out; did you mean "time-out"?',
    );
    expect(parse({})).toContain('action is missing');
  });
});
