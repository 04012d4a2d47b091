import { sig3Advice } from '../advice/signatures.js';
import type { Check } from '../check.js';
import { judgeForgeries } from './judge-forgeries.js';
import { findSignatureObstacle } from './obstacles.js';

export const sig3: Check = {
  id: 'SIG-3',
  title: 'Missing or mangled signature headers are refused',
  severity: 'critical',
  advice: sig3Advice,
  findObstacle: findSignatureObstacle,
  run: (exam) =>
    judgeForgeries(exam, 'an event with missing or mangled signature headers', async (genuine) => {
      const mangled = exam.profile.signature?.mangled(await exam.signedHeaders(genuine)) ?? [];
      return mangled.map(({ name, headers }) => ({ name, craft: { signing: 'kept' as const, headers } }));
    }),
};
