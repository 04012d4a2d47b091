import { Button } from '@mantine/core';
import { useState } from 'react';
import type { HoldTarget } from '../../../../server/protocol/hold-records.js';
import { showUnseen } from '../../format/text.js';
import { usePlace } from '../../routing/use-place.js';
import classes from './hold-panel.module.css';

interface NewHoldRequest {
  target: HoldTarget;
  paymentId?: string;
  /** Null: every one until it is cleared. */
  count: number | null;
}

const offers: readonly { label: string; target: HoldTarget; count: number | null }[] = [
  { label: 'Hold the next webhook', target: 'delivery', count: 1 },
  { label: 'Hold the next redirect', target: 'redirect', count: 1 },
  { label: 'Hold every webhook', target: 'delivery', count: null },
  { label: 'Hold every redirect', target: 'redirect', count: null },
];

/** What can be held from now on; of the payment that is shown only, if one is shown and it is wanted so. */
export function NewHold({ onHold }: { onHold(hold: NewHoldRequest): void }) {
  const place = usePlace();
  const [isOfPayment, setOfPayment] = useState(false);
  const paymentId = place.view === 'payment' ? place.paymentId : null;
  return (
    <section aria-label="Hold more">
      <h3 className={classes.heading}>Hold from now on</h3>
      <div className={classes.offers}>
        {offers.map(({ label, target, count }) => (
          <Button
            key={label}
            variant="default"
            size="compact-sm"
            onClick={() => onHold({ target, count, ...(paymentId !== null && isOfPayment ? { paymentId } : {}) })}
          >
            {label}
          </Button>
        ))}
      </div>
      {paymentId !== null && (
        <label className={classes.only}>
          <input type="checkbox" checked={isOfPayment} onChange={(event) => setOfPayment(event.currentTarget.checked)} />
          Only of payment {showUnseen(paymentId)}
        </label>
      )}
    </section>
  );
}
