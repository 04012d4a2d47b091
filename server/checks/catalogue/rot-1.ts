import { randomBytes } from 'node:crypto';
import { rotationAdvice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import { tellSent } from '../exam/sent.js';
import { findSignatureObstacle } from './obstacles.js';

export const rot1: Check = {
  id: 'ROT-1',
  title: 'A new key counts at once, the old one no longer',
  severity: 'medium',
  advice: rotationAdvice,
  findObstacle: findSignatureObstacle,
  isInteractive: true,
  async run(exam) {
    const { evidence: before } = await exam.control('before');
    const { secretKey } = exam.profile;
    const oldKey = exam.secret;
    const newKey = `${oldKey.slice(0, oldKey.lastIndexOf('_') + 1)}${randomBytes(16).toString('hex')}`;
    const order = await exam.order();
    const genuine = await order.pay();
    await exam.borrowed.change({ keys: { [secretKey]: newKey } });
    try {
      await exam.askOperator(
        `Give your app this key in place of the present one, as after a rotation at the provider:\n  ${newKey}`,
      );
      const old = await order.send(genuine, 'signed with the old key', { signing: 'other_key', key: oldKey });
      const fresh = await order.send(genuine, 'signed with the new key', { signing: 'fresh' });
      const evidence = [before, tellSent(old, 'refused: 4xx', old.isRefused), tellSent(fresh, 'accepted', fresh.isTaken)];
      if (!fresh.isTaken)
        return { verdict: 'fail', sentence: 'The app refuses events that are signed with the new key.', evidence };
      if (!old.isRefused)
        return { verdict: 'fail', sentence: 'The app still accepts events that are signed with the old key.', evidence };
      return { verdict: 'pass', sentence: 'The app took the new key and refuses the old one.', evidence };
    } finally {
      await exam.borrowed.change({ keys: { [secretKey]: oldKey } });
      await exam.askOperator(`Now give your app its earlier key again:\n  ${oldKey}`);
    }
  },
};
