// Does not act on another amount, but refuses the event where it should take and flag it.
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { Refusal } from '../../../fixtures/receivers/reference/shared/refusal.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

serve(
  createReceiver({
    readEvent(request) {
      const event = super.readEvent(request);
      const order = this.orders.findByPayment(event.id);
      if (order && !this.fits(order, event.famt, event.currency)) throw new Refusal(422);
      return event;
    },
  }),
);
