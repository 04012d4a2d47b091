import { sig2Advice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import { judgeForgeries } from './judge-forgeries.js';
import { findSignatureObstacle } from './obstacles.js';

export const sig2: Check = {
  id: 'SIG-2',
  title: 'A wrong secret is refused',
  severity: 'critical',
  advice: sig2Advice,
  findObstacle: findSignatureObstacle,
  run: (exam) =>
    judgeForgeries(exam, 'an event signed with a wrong key', async (genuine) => {
      const keys = exam.profile.signature?.wrongKeys(exam.secret) ?? [];
      const forgeries = [];
      for (const { name, key } of keys) {
        forgeries.push({ name, craft: { signing: 'kept' as const, headers: await exam.signedHeaders(genuine, { key }) } });
      }
      return forgeries;
    }),
};
