import { bytesAdvice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { findSignatureObstacle } from './obstacles.js';

export const raw2: Check = {
  id: 'RAW-2',
  title: 'Which bytes the signature is verified over',
  severity: 'info',
  advice: bytesAdvice,
  findObstacle: findSignatureObstacle,
  async run(exam) {
    const { evidence: before } = await exam.control('before');
    const order = await exam.order();
    const [genuine = await order.pay()] = await order.play('paid');
    const variant = exam.profile.bodies.reserialised(genuine.body);
    if (!variant) return { verdict: 'skipped', sentence: 'Skipped: the provider has no such body.', evidence: [] };
    const sent = await order.send(genuine, variant.name, { body: variant.body });
    const evidence = [before, tellSent(sent, 'accepted by a verifier of raw bytes', null)];
    const sentence = sent.isTaken
      ? 'The app verifies the raw bytes of the body.'
      : `The app verifies what a parser made of the body: it answered ${sayAnswer(sent)} to a signed body that only differs once it is written anew. It works as long as the provider writes JSON in exactly that form.`;
    return { verdict: 'info', sentence, evidence };
  },
};
