// Acknowledges at once and works through a queue, one thing after the other: what it does shows later. MISTAKE names what it does wrong.
import { setTimeout as sleep } from 'node:timers/promises';
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

const WORK_MS = 700;
const mistake = process.env.MISTAKE;
let queue = Promise.resolve();

serve(
  createReceiver({
    later(work) {
      queue = queue
        .then(() => sleep(WORK_MS))
        .then(work)
        .catch((error) => this.report(error));
    },

    fits(...given) {
      return mistake === 'AMT-1' || super.fits(...given);
    },

    async askPayIns(payId) {
      const { note, ...found } = await super.askPayIns(payId);
      const named = mistake === 'AMT-1' && this.orders.find(note);
      if (named) this.fulfil(named);
      return mistake === 'SRC-1' ? { state: 'paid', amountMinor: 2_000, note: '' } : { note, ...found };
    },

    mayLearn() {
      return mistake === 'UNO-1' || mistake === 'AMT-1' || super.mayLearn();
    },
  }),
);
