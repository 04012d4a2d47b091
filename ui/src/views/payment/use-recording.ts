import { useCallback, useState } from 'react';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';

export interface MadeRecording {
  text: string;
  /** What was left out and why. */
  notes: readonly string[];
}

/** The payment as a scenario file, made from what the stage says now; null and `failure` when it cannot be made. */
export function useRecording(paymentId: string) {
  const { call } = useStage();
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const make = useCallback(async (): Promise<MadeRecording | null> => {
    setFailure(null);
    try {
      // Writing YAML takes code that is needed for nothing else here.
      const { composeScenario, gatherParts, printRecording } = await loadRecorder();
      const parts = await gatherParts(async <T>(path: string) => {
        const result = await call<T>('GET', path);
        if (result.ok) return result.value;
        throw new RefusedCall(result.failure);
      }, paymentId);
      const recording = composeScenario(parts);
      return { text: printRecording(recording), notes: recording.notes };
    } catch (error) {
      setFailure(error instanceof RefusedCall ? error.failure : describe(error));
      return null;
    }
  }, [call, paymentId]);
  return { make, failure };
}

class RefusedCall extends Error {
  constructor(readonly failure: ControlFailure) {
    super(failure.message);
  }
}

async function loadRecorder() {
  const [compose, gather, print] = await Promise.all([
    import('../../../../server/scenarios/record/compose-scenario.js'),
    import('../../../../server/scenarios/record/gather-parts.js'),
    import('../../../../server/scenarios/record/print-recording.js'),
  ]);
  return { ...compose, ...gather, ...print };
}

function describe(error: unknown): ControlFailure {
  const message = `The scenario could not be made: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'not_recorded', message, hint: 'Load the page again; it may be older than the stage.' };
}
