import { useEffect, useRef, useState } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import { useStage } from '../stage-context.js';

/** What can be done with the payment; asked again whenever something happened to it, and never more than once at a time. */
export function useOffers(paymentId: string, newestSeq: number): readonly OfferView[] {
  const { call, isConnected, isReadOnly } = useStage();
  const [offers, setOffers] = useState<readonly OfferView[]>([]);
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
        if (result.ok) setOffers(result.value.actions);
        break;
      }
      isAsking.current = false;
    };
    void ask();
  }, [call, isConnected, isReadOnly, paymentId, newestSeq]);
  return isReadOnly ? [] : offers;
}
