import type { ControlClient } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { DeliveryView, PaymentView } from '../../http/control/replies.js';
import { connect } from '../find-stage.js';
import { formatAttempt } from '../format-payment.js';
import type { Output } from '../output.js';
import { defineSwitch } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const all = defineSwitch({
  flag: 'all',
  description: 'with a payment: every delivery that is not acknowledged, instead of the last one',
  isInFile: false,
});

export const redeliver: Verb = {
  name: 'redeliver',
  summary: 'redeliver: the same bytes once more, freshly signed',
  description:
    'Redelivers, now: the same bytes, with a fresh timestamp and signature. Also after it was acknowledged or given up. With the id of a payment, its last delivery that is not acknowledged. Exits 1 when the answer is not an acknowledgement.',
  arguments: [{ syntax: '<id>', description: 'id of a delivery (dlv_...), or of a payment' }],
  settings: [all, ...connectionSettings],
  examples: ['paystage redeliver dlv_12_1', 'paystage redeliver 50001', 'paystage redeliver 50001 --all'],
  async run({ args, values, output }) {
    const id = args[0] ?? '';
    const client = await connect(values);
    const isJson = values.get(jsonSetting) === true;
    const deliveryIds = await findDeliveries(client, id, values.get(all) === true);
    if (deliveryIds.length === 0) {
      if (isJson) output.json({ deliveries: [] });
      else
        output.line(
          `Every delivery of payment ${toTerminalText(id)} was acknowledged; name one to redeliver it (paystage payments ${toTerminalText(id)}).`,
        );
      return 0;
    }
    const done: DeliveryView[] = [];
    for (const deliveryId of deliveryIds) {
      const delivery = await client.post<DeliveryView>(`/deliveries/${encodeURIComponent(deliveryId)}/redeliver`);
      done.push(delivery);
      if (!isJson) print(delivery, output);
    }
    if (isJson) output.json({ deliveries: done });
    return done.every((delivery) => lastByHand(delivery)?.code === 'acknowledged') ? 0 : 1;
  },
};

/** Oldest first, as they happened. @throws HarnessError `unknown_delivery` when nothing has that id. */
async function findDeliveries(client: ControlClient, id: string, isAll: boolean): Promise<string[]> {
  const delivery = await orNull(client.get<DeliveryView>(`/deliveries/${encodeURIComponent(id)}`));
  if (delivery) return [delivery.id];
  const payment = await orNull(client.get<PaymentView>(`/payments/${encodeURIComponent(id)}`));
  if (!payment) {
    throw new HarnessError('unknown_delivery', `There is no delivery and no payment "${toTerminalText(id, 100)}".`, {
      hint: '"paystage payments" lists payments, "paystage payments <id>" the deliveries of one.',
    });
  }
  const open = payment.events.flatMap((event) => event.deliveries).filter(({ status }) => status !== 'acknowledged');
  return (isAll ? open : open.slice(-1)).map((candidate) => candidate.id);
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HarnessError && error.status === 404) return null;
    throw error;
  }
}

function lastByHand({ attempts }: DeliveryView) {
  return attempts.findLast(({ trigger, code }) => trigger === 'manual' && code !== null);
}

function print(delivery: DeliveryView, output: Output): void {
  const attempt = lastByHand(delivery);
  output.line(`${delivery.id}  POST ${toTerminalText(hideCredentials(delivery.endpoint), 300)}`);
  if (attempt) output.line(`  ${formatAttempt(attempt, output.paint)}`);
}
