import type { CheckEvidence } from '../../protocol/check-records.js';
import type { Diagnosis } from '../../providers/provider.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine } from '../exam/order.js';

/** Why an app refuses what is genuine, with the requests that tell. */
export interface FoundCause {
  diagnosis: Diagnosis;
  evidence: CheckEvidence[];
}

/**
 * Finds out by probing how an app verifies that refuses a genuine event, within the requests that the run may still send.
 * @returns null where the provider signs nothing, and where the answers tell no cause.
 */
export async function findCause(exam: Exam, { deliveryId, event }: Genuine): Promise<FoundCause | null> {
  const { lane, provider, endpoint, budget } = exam;
  if (!provider.diagnosis) return null;
  const place = { lane, provider, deliveryId, event, endpoint, account: await exam.account(), close: async () => {} };
  const { diagnosis, probes } = await diagnose(place, {
    maxRequests: budget.left,
    signal: budget.signal,
    onProbe: () => budget.spend(),
  });
  if (diagnosis.isRight || diagnosis.cause.id === 'unclear') return null;
  const telling = probes.filter(({ probe }) => diagnosis.evidence.includes(probe.id));
  const evidence = telling.map(({ probe, seq, status, code }) => ({
    name: `right for ${probe.rightFor}`,
    seq,
    expected: 'its answer tells how the app verifies',
    seen: status === null ? `no answer (${code})` : String(status),
    isMet: null,
  }));
  return { diagnosis, evidence };
}
