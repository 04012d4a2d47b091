import { bytesAdvice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { findSignatureObstacle } from './obstacles.js';

export const raw1: Check = {
  id: 'RAW-1',
  title: 'Every byte of a body is kept until it is verified',
  severity: 'high',
  advice: bytesAdvice,
  findObstacle: findSignatureObstacle,
  async run(exam) {
    const { evidence: before } = await exam.control('before');
    const order = await exam.order();
    // Not the event that says paid: what is judged is the signature alone.
    const [genuine = await order.pay()] = await order.play('paid');
    const sent = [];
    const strange = new Set<string>();
    for (const { name, body, hasNewKeys } of exam.profile.bodies.fidelity(genuine.body)) {
      sent.push(await order.send(genuine, name, { body }));
      if (hasNewKeys) strange.add(name);
    }
    const evidence = [before, ...sent.map((one) => tellSent(one, 'accepted', one.isTaken))];
    const refused = sent.filter(({ isTaken }) => !isTaken);
    const [first] = refused;
    if (!first) return { verdict: 'pass', sentence: `All ${sent.length} bodies with awkward bytes were accepted.`, evidence };
    if (refused.every(({ name }) => strange.has(name))) {
      return {
        verdict: 'inconclusive',
        sentence: `The app refused only bodies with keys that no page lists (${refused.map((one) => `${one.name}: ${sayAnswer(one)}`).join('; ')}), see EXT-1: if that passes, the app does not verify the bytes that arrived.`,
        evidence,
      };
    }
    return {
      verdict: 'fail',
      sentence: `${refused.length} of ${sent.length} correctly signed bodies were refused: ${first.name} was answered ${sayAnswer(first)}. The app does not verify the bytes that arrived.`,
      evidence,
    };
  },
};
