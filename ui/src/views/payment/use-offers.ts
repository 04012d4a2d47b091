import { useEffect, useRef, useState } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';

export interface Offers {
  /** Null while it is not known. */
  offers: readonly OfferView[] | null;
  /** Why the stage did not tell when it was asked last. */
  failure: ControlFailure | null;
}

const unknown: Offers = { offers: null, failure: null };

/** What can be done with the payment; asked again whenever something happened to it, and never more than once at a time. */
export function useOffers(paymentId: string, newestSeq: number): Offers {
  const { call, isConnected, isReadOnly } = useStage();
  const [known, setKnown] = useState<Offers>(unknown);
  const wanted = useRef({ paymentId, seq: 0 });
  const isAsking = useRef(false);

  useEffect(() => {
    if (!isConnected || isReadOnly) return;
    wanted.current = { paymentId, seq: newestSeq };
    if (isAsking.current) return;
    const ask = async () => {
      isAsking.current = true;
      for (let asked = wanted.current; ; asked = wanted.current) {
        const path = `/payments/${encodeURIComponent(asked.paymentId)}/actions`;
        const result = await call<{ actions: OfferView[] }>('GET', path);
        if (wanted.current !== asked) continue;
        setKnown(({ offers }) => (result.ok ? { offers: result.value.actions, failure: null } : explain(offers, result.failure)));
        break;
      }
      isAsking.current = false;
    };
    void ask();
  }, [call, isConnected, isReadOnly, paymentId, newestSeq]);
  return isReadOnly ? unknown : known;
}

/** Where the stage only did not answer, what it said before may well be true still. */
function explain(offers: Offers['offers'], failure: ControlFailure): Offers {
  return { offers: failure.code === 'unreachable' ? offers : null, failure };
}
