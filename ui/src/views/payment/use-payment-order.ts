import { useMemo } from 'react';
import type { PaymentStory } from '../../state/payment-story.js';
import { holdOrder, orderPayments, type PaymentOrder, type PaymentSearch } from '../../story/order-payments.js';
import { useAccumulated } from '../use-accumulated.js';

interface HeldOrder {
  search: PaymentSearch;
  order: PaymentOrder;
}

/** The payments as `search` wants them; while `isHeld` no line is added and none moves. */
export function usePaymentOrder(
  payments: ReadonlyMap<string, PaymentStory>,
  search: PaymentSearch,
  isHeld: boolean,
): PaymentOrder {
  const current = useMemo(() => orderPayments(payments, search), [payments, search]);
  const held = useAccumulated<HeldOrder | null>(null, (known) =>
    isHeld && known?.search === search ? known : { search, order: current },
  );
  return useMemo(() => (isHeld && held ? holdOrder(held.order, payments, current) : current), [isHeld, held, payments, current]);
}
