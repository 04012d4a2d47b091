import { sig1Advice } from '../advice/sig-1.js';
import type { Check } from '../check.js';
import { judgeForgeries } from './judge-forgeries.js';
import { findSignatureObstacle } from './obstacles.js';

export const sig1: Check = {
  id: 'SIG-1',
  title: 'A tampered body is refused',
  severity: 'critical',
  advice: sig1Advice,
  findObstacle: findSignatureObstacle,
  run: (exam) =>
    judgeForgeries(exam, 'a body that was changed after signing', async (genuine) => {
      const headers = await exam.signedHeaders(genuine);
      return exam.profile.bodies
        .tampered(genuine.body)
        .map(({ name, body, isSameContent }) => ({ name, craft: { signing: 'kept' as const, headers, body }, isSameContent }));
    }),
};
