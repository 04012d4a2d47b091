import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createTestStage, type TestStage } from './test-stage.js';

function offersOf(stage: TestStage, id: string) {
  return securepayapi.offerActions(stage.payment(id), stage.view);
}

/** Labels, with `-` before those that have an obstacle. */
function labelsOf(stage: TestStage, id: string): string[] {
  return offersOf(stage, id).map(({ label, obstacle }) => (obstacle ? `- ${label}` : label));
}

function wayOf(stage: TestStage, id: string, label: string): readonly string[] | undefined {
  return offersOf(stage, id).find((offer) => offer.label === label)?.leadsTo;
}

const everyCard = [
  'Pay',
  'Pay with 3-D Secure',
  'Pay, declined',
  'Pay, 3-D Secure fails',
  'Pay, leave the challenge',
  'Pay with 3-D Secure, declined',
  'Pay, not enough funds',
];

describe('what is offered for an intent', () => {
  test('fresh: every card, hold and expire; a cancellation only with the reason why there is none', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    expect(labelsOf(stage, id)).toEqual([...everyCard, '- Cancel', 'Hold', 'Expire']);
    expect(wayOf(stage, id, 'Pay')).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    expect(wayOf(stage, id, 'Pay with 3-D Secure')).toEqual(['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM']);
    expect(wayOf(stage, id, 'Hold')).toEqual([]);
  });

  test('at the challenge: its answers first', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'challenge' });
    expect(labelsOf(stage, id)).toEqual([
      'Pass the challenge',
      'Fail the challenge',
      'Leave the challenge',
      '- Pay',
      '- Cancel',
      'Time the challenge out',
      '- Next step',
      '- Skip a step',
      'Hold',
      '- Expire',
    ]);
    expect(wayOf(stage, id, 'Pass the challenge')).toEqual(['AUTH3DSRESULT', 'PAYING', 'SUCCEEDED']);
    expect(wayOf(stage, id, 'Time the challenge out')).toEqual(['FAILED']);
    stage.act(id, { action: 'challenge', result: 'abandon' });
    expect(labelsOf(stage, id)).not.toContain('Leave the challenge');
  });

  test('held before the challenge: its answers with the reason why not yet', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.actAsStaff(id, { action: 'hold' });
    expect(wayOf(stage, id, 'Pay')).toEqual(['INIT']);
    stage.act(id, { action: 'pay', card: 'challenge' });
    expect(labelsOf(stage, id)).toEqual([
      '- Pass the challenge',
      '- Fail the challenge',
      '- Leave the challenge',
      '- Pay',
      '- Cancel',
      '- Time the challenge out',
      'Next step',
      'Skip a step',
      'Go on',
      '- Expire',
    ]);
    expect(wayOf(stage, id, 'Next step')).toEqual(['AUTH3DSCHALLENGE']);
    expect(wayOf(stage, id, 'Skip a step')).toEqual(['AUTH3DSCHALLENGE']);
    expect(wayOf(stage, id, 'Go on')).toEqual(['AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM']);
  });

  test('failed: the cards again', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'decline' });
    expect(labelsOf(stage, id)).toEqual([...everyCard, '- Cancel', 'Hold', 'Expire']);
  });

  test.each(['SUCCEEDED', 'EXPIRED'])('%s: paying only, with the reason why not', (status) => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    if (status === 'EXPIRED') stage.actAsStaff(id, { action: 'expire' });
    else stage.act(id, { action: 'pay' });
    expect(stage.payment(id).status).toBe(status);
    expect(labelsOf(stage, id)).toEqual(['- Pay']);
  });

  test('looking uses up no id and changes nothing', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'decline' });
    const before = [JSON.stringify(stage.payment(id)), stage.view.idsOf('default').hex(8)];
    offersOf(stage, id);
    expect(JSON.stringify(stage.payment(id))).toBe(before[0]);
    expect(Number.parseInt(stage.view.idsOf('default').hex(8), 16)).toBe(Number.parseInt(before[1] ?? '', 16) + 1);
  });
});

test('with pauses between the steps, an offer leads through all that timers do afterwards', () => {
  const anySettings = fc.record({
    stepDelayMs: fc.constantFrom(0, 700),
    initAt: fc.constantFrom('submit', 'creation'),
    frictionlessResult: fc.boolean(),
  });
  fc.assert(
    fc.property(anySettings, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (settings, choices) => {
      const stage = createTestStage({ ...settings, challengeTimeoutMs: 5_000_000 });
      const { id } = stage.make().payment;
      for (const choice of choices) {
        const possible = offersOf(stage, id).filter(({ obstacle }) => obstacle === null);
        const chosen = possible[choice % Math.max(1, possible.length)];
        if (!chosen) return;
        const before = stage.payment(id).history.length;
        const from = stage.payment(id).status;
        if (chosen.by === 'customer') stage.act(id, chosen.action);
        else stage.actAsStaff(id, chosen.action);
        // Either something else is done before the next step is due, or everything runs to its stop.
        if (choice % 3 === 0 && settings.stepDelayMs > 0) continue;
        stage.advance(settings.stepDelayMs * 6);
        const passed = stage
          .payment(id)
          .history.slice(before)
          .map(({ status }) => status);
        const moves = passed.filter((status, index) => status !== (index === 0 ? from : passed[index - 1]));
        expect(moves, chosen.label).toEqual(chosen.leadsTo);
      }
    }),
    { numRuns: 400 },
  );
});
