// Answers after a third of a second, which is quick enough.
import { setTimeout as sleep } from 'node:timers/promises';
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

serve(
  createReceiver({
    async takeSecPaid(request) {
      await sleep(300);
      return await super.takeSecPaid(request);
    },
  }),
);
