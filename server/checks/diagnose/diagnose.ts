import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { Diagnosis, DiagnosisProbe, ProviderDiagnosis } from '../../providers/provider.js';
import type { Place } from './place.js';
import { type SentProbe, sendProbe } from './send-probe.js';

export interface DiagnosisReport {
  provider: string;
  /** Where the probes went, without credentials. */
  endpoint: string;
  diagnosis: Diagnosis;
  /** In the order in which they were sent. */
  probes: readonly SentProbe[];
}

export interface DiagnoseOptions {
  onProbe?: ((sent: SentProbe) => void) | undefined;
  /** At most so many, and never more than a diagnosis takes. */
  maxRequests?: number | undefined;
  /** Aborted: nothing more is sent, and what is known is told. */
  signal?: AbortSignal | undefined;
}

/** A provider that goes on and on is a defect; the receiver is not asked more often. */
const MAX_REQUESTS = 140;

/**
 * Finds out how a receiver checks what it gets, by sending deliveries of which it accepts those that fit its way.
 * @throws HarnessError `not_signed` for a provider that signs nothing, `blocked_target`.
 */
export async function diagnose(
  place: Place,
  { onProbe, maxRequests = MAX_REQUESTS, signal }: DiagnoseOptions = {},
): Promise<DiagnosisReport> {
  const diagnosis = findDiagnosis(place);
  const sent: SentProbe[] = [];
  while (sent.length < Math.min(maxRequests, MAX_REQUESTS) && !signal?.aborted) {
    const probe = await findNext(place, diagnosis, sent);
    if (probe === undefined) break;
    const result = await sendProbe(place, probe);
    sent.push(result);
    onProbe?.(result);
  }
  const endpoint = sent[0]?.url ?? hideCredentials(place.endpoint ?? '');
  return { provider: place.provider.name, endpoint, diagnosis: diagnosis.infer(sent), probes: sent };
}

async function findNext(
  { lane, account, event }: Place,
  diagnosis: ProviderDiagnosis,
  results: readonly SentProbe[],
): Promise<DiagnosisProbe | undefined> {
  const nowMs = (await lane.clock.now()).getTime();
  return diagnosis.buildProbes({ account, event, nowMs, results })[0];
}

function findDiagnosis({ provider }: Place): ProviderDiagnosis {
  if (provider.diagnosis) return provider.diagnosis;
  throw new HarnessError('not_signed', `${provider.title} signs nothing, so there is no signature check to look into.`, {
    hint: '"paystage doctor" looks at everything else.',
  });
}
