import type { Lane } from '../../client/lane.js';
import type { DiagnosisView } from '../../http/control/diagnosis-replies.js';
import type { Provider } from '../../providers/provider.js';
import { diagnose } from '../diagnose/diagnose.js';
import { findPlaceIn } from '../diagnose/place.js';

/**
 * Finds out why the app refuses a delivery, with the keys of its lane.
 * @throws HarnessError `unknown_delivery`, `not_signed`, `blocked_target`.
 */
export async function diagnoseDelivery(
  lane: Lane,
  deliveryId: string,
  endpoint: string | undefined,
  { providers, signal }: { providers: readonly Provider[]; signal: AbortSignal },
): Promise<DiagnosisView> {
  const place = await findPlaceIn(lane, deliveryId, providers);
  const { diagnosis, probes } = await diagnose({ ...place, ...(endpoint === undefined ? {} : { endpoint }) }, { signal });
  const { isRight, cause, confidence, others, further, evidence } = diagnosis;
  const { id, title, sentence, fix } = cause;
  return {
    isRight,
    cause: { id, title, sentence, fix },
    confidence,
    others: [...others],
    further: [...further],
    probes: probes.map(({ probe, seq, status, code }) => {
      return { seq, rightFor: probe.rightFor, status, code, isTelling: evidence.includes(probe.id) };
    }),
  };
}
