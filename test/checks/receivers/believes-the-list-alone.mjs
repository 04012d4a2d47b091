// Asks SecPaid about every event and looks at nothing that the event itself says: neither at its amount.
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

serve(
  createReceiver({
    followHint({ amountMinor: _said, ...hint }) {
      return super.followHint(hint);
    },
  }),
);
