// Refuses what it cannot read with a body: the id of the request, or, with SAYS_WHY, what was wrong inside.
import { randomUUID } from 'node:crypto';
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

serve(
  createReceiver({
    decrypt(...sealed) {
      this.plain = super.decrypt(...sealed);
      return this.plain;
    },

    async takeSecPaid(request) {
      try {
        return await super.takeSecPaid(request);
      } catch (error) {
        if (!error.status) throw error;
        const why = this.plain === undefined ? 'cannot be decrypted' : 'holds no event';
        return { status: error.status, body: process.env.SAYS_WHY ? why : `request ${randomUUID()}` };
      }
    },
  }),
);
