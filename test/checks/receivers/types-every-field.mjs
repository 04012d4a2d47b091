// Takes fields of the documented types only: a status is a word, and a payment's id in JSON is an integer.
import { createReceiver } from '../../../fixtures/receivers/reference/shared/receiver.mjs';
import { Refusal } from '../../../fixtures/receivers/reference/shared/refusal.mjs';
import { serve } from '../../../fixtures/receivers/reference/shared/serve.mjs';

serve(
  createReceiver({
    readEvent(request) {
      const event = super.readEvent(request);
      if (event.status === '') throw new Refusal(400);
      return event;
    },

    readNotice(request) {
      const notice = super.readNotice(request);
      const text = String(request.body);
      if (text.startsWith('{') && !Number.isInteger(readPayId(JSON.parse(text)))) throw new Refusal(400);
      return notice;
    },
  }),
);

function readPayId({ data, ...flat }) {
  return data?.pay_id ?? flat['data[pay_id]'];
}
