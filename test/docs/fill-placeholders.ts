import type { PaymentView } from '../../server/http/control/replies.js';
import { callControl } from '../support/harness.js';
import type { CommandStage } from './command-stage.js';

/** What stands for a payment and a delivery in the pages. */
const PAYMENT = /<id>|\b50001\b/;
const DELIVERY = /<delivery>|\bdlv_12_1\b/;

/** The command with what a reader would put in: a payment in the state that it is for, keys, and the addresses of this stage and its app. */
export async function fillPlaceholders(text: string, stage: CommandStage): Promise<string> {
  const { harness } = stage;
  let filled = text.replaceAll('<provider>', 'securepayapi').replaceAll('--provider <name>', '--provider securepayapi');
  const key = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
  filled = filled.replaceAll('<secret>', key).replaceAll('<32 characters>', '0123456789abcdef0123456789abcdef');
  filled = filled.replaceAll('<timestamp>', '1760000001').replace(/<signature>|<hex>/g, 'a'.repeat(64));
  filled = filled.replace(/(^|[\s'])localhost:4747/g, `$1${harness.url.replace('http://', '')}`);
  filled = await fillApp(filled, stage);
  if (!PAYMENT.test(filled) && !DELIVERY.test(filled)) return filled;
  const id = await makePayment(filled, stage);
  if (DELIVERY.test(filled)) filled = filled.replace(DELIVERY, await findDelivery(id, stage));
  return filled.replace(PAYMENT, id);
}

async function fillApp(text: string, stage: CommandStage): Promise<string> {
  if (!text.includes('http://localhost:3000')) return text;
  if (text.includes('shop=')) return text.replace('http://localhost:3000', await stage.shop());
  const provider = /check secpaid|secpaid[-=]/.test(text) ? 'secpaid' : 'securepayapi';
  return text
    .replace(/(http:\/\/localhost:3000)(\/(webhooks|secpaid)?)?(?=["'\s]|$)/g, (_all, base: string, path: string | undefined) =>
      path === undefined ? base : `${base}/webhooks/${provider}`,
    )
    .replaceAll('http://localhost:3000/thanks', 'http://localhost:3000/return')
    .replaceAll('http://localhost:3000', await stage.app());
}

/** A payment as the command needs it. */
async function makePayment(text: string, stage: CommandStage): Promise<string> {
  if (/challenge <id>/.test(text)) return await create('securepayapi', stage, { action: 'pay', card: 'challenge' });
  if (/pay .*--card challenge/.test(text)) return await create('securepayapi', stage);
  if (/settle/.test(text)) return await create('secpaid', stage, { action: 'pay', method: 'bank-transfer' });
  if (/approve-refund/.test(text)) {
    const id = await create('secpaid', stage, { action: 'pay' });
    const { SECPAID_BASE_URL: url, SECPAID_TOKEN: token = '' } = stage.harness.env;
    const body = new URLSearchParams({ pay_id: id, refund_amount: '1' });
    await fetch(`${url}/api/v2/refundPayment`, { method: 'POST', headers: { token }, body });
    return id;
  }
  if (/close-dispute/.test(text)) {
    const id = await create('secpaid', stage, { action: 'pay' });
    await callControl(stage.harness, 'POST', `/payments/${id}/staff`, { action: 'open-dispute' });
    return id;
  }
  if (/\b(pay|cancel|fault|hold|customer)\b/.test(text)) return await create('secpaid', stage);
  if (/release/.test(text)) await callControl(stage.harness, 'POST', '/holds', { target: 'delivery' });
  const isSigned = /resend|redeliver|diagnose|release/.test(text);
  return await create(isSigned ? 'securepayapi' : 'secpaid', stage, { action: 'pay' });
}

async function create(provider: string, { harness }: CommandStage, action?: object): Promise<string> {
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', `/accounts/${provider}/payments`, {});
  if (action) await callControl(harness, 'POST', `/payments/${paymentId}/customer`, action);
  await callControl(harness, 'POST', '/idle', {});
  return paymentId;
}

async function findDelivery(paymentId: string, { harness }: CommandStage): Promise<string> {
  const { events } = await callControl<PaymentView>(harness, 'GET', `/payments/${paymentId}`);
  const [delivery] = events.flatMap(({ deliveries }) => deliveries);
  if (!delivery) throw new Error(`payment ${paymentId} has no delivery`);
  return delivery.id;
}
