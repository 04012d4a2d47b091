import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HarnessError } from '../../../server/domain/errors.js';
import { presented, staff, walked } from './held-intent.js';
import { createTestStage } from './test-stage.js';

const day = 86_400_000;

test('however it is held, stepped and let go, an attempt passes the same statuses and tells all but the skipped ones', () => {
  const anyCard = fc.constantFrom('frictionless', 'decline', 'challenge', 'auth-fail', 'challenge-decline');
  const anyWay = fc.array(fc.constantFrom('hold', 'step', 'skip', 'continue', 'wait'), { maxLength: 12 });
  fc.assert(
    fc.property(anyCard, anyWay, fc.constantFrom(0, 500), fc.boolean(), (card, way, stepDelayMs, isHeldFirst) => {
      const plain = createTestStage();
      const straight = plain.make().payment.id;
      plain.act(straight, { action: 'pay', card });
      if (plain.payment(straight).status === 'AUTH3DSCHALLENGEFORM') plain.act(straight, { action: 'challenge', result: 'pass' });

      const stage = createTestStage({ stepDelayMs, challengeTimeoutMs: day });
      const { id } = stage.make().payment;
      if (isHeldFirst) staff(stage, id, 'hold');
      stage.act(id, { action: 'pay', card });
      const skipped: string[] = [];
      const attempt = (action: string) => {
        const next = (presented(stage, id).stepsLeft as string[])[0];
        try {
          staff(stage, id, action);
          if (action === 'skip') skipped.push(next ?? '');
        } catch (error) {
          if (!(error instanceof HarnessError)) throw error;
        }
      };
      for (const action of way) action === 'wait' ? stage.advance(500) : attempt(action);
      attempt('continue');
      stage.advance(5000);
      if (stage.payment(id).status === 'AUTH3DSCHALLENGEFORM') stage.act(id, { action: 'challenge', result: 'pass' });
      stage.advance(5000);
      expect(walked(stage, id)).toEqual(walked(plain, straight));
      expect(stage.statusesOf(id)).toEqual(walked(plain, straight).filter((status) => !skipped.includes(status)));
    }),
    { numRuns: 300 },
  );
});
