import { usePlace } from '../routing/use-place.js';
import { useStage } from './stage-context.js';
import { useStoreValue } from './use-store-value.js';

/** The lane of the payment that is shown, as long as the stage has it; otherwise the one that is always there. */
export function useShownLane(): string {
  const { store } = useStage();
  const place = usePlace();
  const paymentId = place.view === 'payment' ? place.paymentId : null;
  return useStoreValue(store, ({ log }) => {
    const story = paymentId === null ? undefined : log.payments.get(paymentId);
    return story === undefined || story.isForgotten ? 'default' : (story.records[0]?.lane ?? 'default');
  });
}
