// Takes longer than anybody should bear with two of twenty payments.
import { setTimeout as sleep } from 'node:timers/promises';
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

let count = 0;

serve(
  createReceiver({
    async takeSecPaid(request) {
      count += 1;
      if (count % 20 === 19 || count % 20 === 0) await sleep(7_600);
      return await super.takeSecPaid(request);
    },
  }),
);
