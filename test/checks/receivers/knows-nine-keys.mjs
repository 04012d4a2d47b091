// Verifies the raw bytes, and then refuses every key that the documentation does not list.
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { Refusal } from '../../../fixtures/receivers/reference/shared/refusal.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

const keys = ['created', 'uuid', 'id', 'famt', 'currency', 'externalid', 'customerid', 'status', 'statustext'];

serve(
  createReceiver({
    readEvent(request) {
      if (Object.keys(JSON.parse(request.body)).some((key) => !keys.includes(key))) throw new Refusal(400);
      return super.readEvent(request);
    },
  }),
);
