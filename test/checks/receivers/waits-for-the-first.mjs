// Lets every event come again until the first one of its payment was here, as an app may that keeps their order.
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { Refusal } from '../../../fixtures/receivers/reference/shared/refusal.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

const begun = new Set();

serve(
  createReceiver({
    readEvent(request) {
      const event = super.readEvent(request);
      if (event.status === 'INIT') begun.add(event.id);
      if (!begun.has(event.id)) throw new Refusal(503);
      return event;
    },
  }),
);
