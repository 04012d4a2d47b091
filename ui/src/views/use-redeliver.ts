import { useCallback, useState } from 'react';
import type { DeliveryView } from '../../../server/http/control/replies.js';
import type { ControlFailure } from '../control/call-control.js';
import { useStage } from './stage-context.js';

/** What became of something that was done from the list; null while there is nothing to say. */
export type Note = { kind: 'busy' | 'done'; text: string } | { kind: 'failed'; failure: ControlFailure } | null;

/** Sends a delivery once more as it is and tells how that went. */
export function useRedeliver(): [note: Note, redeliver: (deliveryId: string) => void, forget: () => void] {
  const { call } = useStage();
  const [note, setNote] = useState<Note>(null);
  const redeliver = useCallback(
    async (deliveryId: string) => {
      setNote({ kind: 'busy', text: `Redelivering ${deliveryId} …` });
      const result = await call<DeliveryView>('POST', `/deliveries/${encodeURIComponent(deliveryId)}/redeliver`);
      if (!result.ok) return setNote({ kind: 'failed', failure: result.failure });
      setNote({ kind: 'done', text: `Redelivered: ${result.value.attempts.at(-1)?.sentence ?? 'no answer yet.'}` });
    },
    [call],
  );
  return [note, redeliver, useCallback(() => setNote(null), [])];
}
