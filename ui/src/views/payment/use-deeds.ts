import { useMemo, useRef, useState } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import type { DeliveryView, PaymentView } from '../../../../server/http/control/replies.js';
import type { ControlFailure, ControlResult } from '../../control/call-control.js';
import { pathInLane } from '../../control/lane-path.js';
import { startSentence } from '../../format/text.js';
import { useStage } from '../stage-context.js';

/** What became of something that was done; shown at `place`, where it was asked for. */
export type DeedNote = { place: string } & (
  | { kind: 'busy' | 'done'; text: string; location?: string }
  | { kind: 'failed'; failure: ControlFailure }
);

export interface Deeds {
  note: DeedNote | null;
  perform(offer: OfferView, place: string): void;
  redeliver(deliveryId: string, place: string): void;
  jump(place: string): void;
  forget(): void;
}

/** What can be done to a payment of `lane` from its view. Of several things at once the newest one is told about. */
export function useDeeds(paymentId: string, lane: string | undefined): Deeds {
  const { call } = useStage();
  const [note, setNote] = useState<DeedNote | null>(null);
  const newest = useRef(0);
  return useMemo(() => {
    const run = async <T>(
      place: string,
      busy: string,
      deed: Promise<ControlResult<T>>,
      tell: (value: T) => { text: string; location?: string },
    ) => {
      const mine = ++newest.current;
      setNote({ place, kind: 'busy', text: busy });
      const result = await deed;
      if (newest.current !== mine) return;
      setNote(result.ok ? { place, kind: 'done', ...tell(result.value) } : { place, kind: 'failed', failure: result.failure });
    };
    return {
      note,
      perform({ by, label, action }, place) {
        const path = `/payments/${encodeURIComponent(paymentId)}/${by}`;
        void run(
          place,
          `${label} …`,
          call<{ payment: PaymentView; redirect?: string }>('POST', path, action),
          ({ payment, redirect }) => ({
            text: `${label}: done, the payment is ${payment.status}.`,
            ...(redirect === undefined ? {} : { location: redirect }),
          }),
        );
      },
      redeliver(deliveryId, place) {
        const path = `/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
        void run(place, 'Redelivering …', call<DeliveryView>('POST', path), ({ attempts }) => ({
          text: startSentence(attempts.at(-1)?.sentence ?? 'redelivered; no answer yet.'),
        }));
      },
      jump(place) {
        void run(
          place,
          'Moving the clock; what comes due on the way is done first …',
          call('POST', pathInLane(lane, '/clock'), { jumpTo: 'next-attempt' }),
          () => ({
            text: 'The clock was moved on to the next attempt.',
          }),
        );
      },
      forget: () => setNote(null),
    };
  }, [call, lane, note, paymentId]);
}
