import { createExpressShop } from '../../support/express-shop.js';
import { createDoorApp } from './door-app.js';
import { keys, type Live } from './record-live.js';

export const signed = { secret: keys.securepayapi.secretKey };

export const securepayapi = {
  provider: 'securepayapi',
  startApp: () => createDoorApp(signed),
  settings: (url: string) => ({ webhookUrls: [`${url}/webhooks/securepayapi`] }),
} as const satisfies Partial<Live>;

export const secpaid = {
  provider: 'secpaid',
  startApp: () => createDoorApp(),
  settings: (url: string) => ({ paymentEndpoints: [`${url}/webhooks/secpaid`], callbackUrls: [`${url}/thanks`] }),
} as const satisfies Partial<Live>;

/** What somebody does by hand, and the steps of the file that is made of it. */
export const cases: { title: string; live: Live; steps: string[] }[] = [
  {
    title: 'a card payment that succeeds at once',
    live: {
      ...securepayapi,
      async play(lane) {
        const { id } = await lane.api.securepayapi.createPaymentIntent({ amount: 2000, externalid: 'order-1' });
        await lane.customer(id).pay({ card: 'frictionless' });
        return id;
      },
    },
    steps: ['create', 'pay', 'expect'],
  },
  {
    title: 'a challenge that is passed',
    live: {
      ...securepayapi,
      async play(lane) {
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.customer(id).pay({ card: 'challenge' });
        await lane.customer(id).do({ action: 'challenge', result: 'pass' });
        return id;
      },
    },
    steps: ['create', 'pay', 'challenge', 'expect'],
  },
  {
    title: 'a link that is paid and leads back to the app',
    live: {
      ...secpaid,
      async play(lane) {
        const { data } = await lane.api.secpaid.createLink({ amount: '49.99', recipient_note: 'Order 7' });
        const id = String(data.id);
        await lane.customer(id).pay();
        return id;
      },
    },
    steps: ['create', 'pay', 'expect'],
  },
  {
    title: 'a link that is cancelled',
    live: {
      ...secpaid,
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20, cancellable: true });
        await lane.customer(id).do({ action: 'cancel' });
        return id;
      },
    },
    steps: ['create', 'cancel', 'expect'],
  },
  {
    title: 'a card that is declined, and a second one that pays, at a shop',
    live: {
      ...securepayapi,
      async startApp() {
        const shop = await createExpressShop();
        shop.configure({ securepayapiSecret: signed.secret });
        return shop;
      },
      async play(lane) {
        const { id } = await lane.api.securepayapi.createPaymentIntent({ amount: 2000, metadata: { basket: 'b-17', size: 'l' } });
        await lane.customer(id).pay({ card: 'decline' });
        await lane.customer(id).pay({ card: 'frictionless' });
        return id;
      },
    },
    steps: ['create', 'pay', 'pay', 'expect'],
  },
  {
    title: 'webhooks that are refused twice and acknowledged after jumps of the clock',
    live: {
      ...securepayapi,
      startApp: () => createDoorApp({ ...signed, refusals: 2 }),
      async play(lane) {
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.customer(id).pay({ card: 'frictionless' });
        await lane.clock.jump('next-attempt');
        await lane.clock.advance('1h');
        return id;
      },
    },
    steps: ['create', 'pay', 'clock', 'expect'],
  },
  {
    title: 'retries that came by themselves in real time',
    live: {
      ...secpaid,
      clock: { speed: 1 },
      settings: (url) => ({ ...secpaid.settings(url), retryScheduleMs: [40, 70] }),
      startApp: () => createDoorApp({ refusals: 2 }),
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20 });
        await lane.customer(id).pay();
        await lane.waitFor.acknowledged(id, { attempts: 3 });
        return id;
      },
    },
    steps: ['create', 'pay', 'clock', 'expect'],
  },
  {
    title: 'a webhook that came twice',
    live: {
      ...securepayapi,
      async play(lane) {
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.faults.set({ fault: 'duplicate', copies: 2, when: { payment: id, status: 'SUCCEEDED' } });
        await lane.customer(id).pay();
        return id;
      },
    },
    steps: ['create', 'fault', 'pay', 'expect'],
  },
  {
    title: 'forged webhooks that are refused, then genuine ones',
    live: {
      ...securepayapi,
      async play(lane) {
        await lane.faults.set({ fault: 'wrong-secret', times: 50, when: { attempt: 1 } });
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.customer(id).pay();
        await lane.idle();
        await lane.faults.clear();
        await lane.clock.advance('30s');
        return id;
      },
    },
    steps: ['fault', 'create', 'pay', 'clock', 'expect'],
  },
  {
    title: 'a browser that is held until the webhook has arrived',
    live: {
      ...secpaid,
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20 });
        await lane.holds.webhook({ payment: id });
        await lane.holds.redirect({ payment: id });
        const visiting = lane.customer(id).pay();
        await lane.waitFor.record({ type: 'redirect.held' }, { payment: id });
        await lane.holds.release('webhook');
        await lane.waitFor.acknowledged(id);
        await lane.holds.release('redirect');
        await visiting;
        return id;
      },
    },
    steps: ['create', 'hold', 'pay', 'release', 'release', 'expect'],
  },
  {
    title: 'a bank transfer that arrives later',
    live: {
      ...secpaid,
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20, bank_transfer: 'true' });
        await lane.customer(id).pay({ method: 'bank-transfer' });
        await lane.clock.advance('2d');
        await lane.staff(id, { action: 'settle', result: 'success' });
        return id;
      },
    },
    steps: ['create', 'pay', 'settle', 'expect'],
  },
  {
    title: 'a refund that the app asks for and the provider approves',
    live: {
      ...secpaid,
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20 });
        await lane.customer(id).pay();
        await lane.api.secpaid.refundPayment({ pay_id: id, refund_amount: 20 });
        await lane.staff(id, { action: 'approve-refund' });
        await lane.staff(id, { action: 'complete-refund' });
        return id;
      },
    },
    steps: ['create', 'pay', 'call', 'approve-refund', 'complete-refund', 'expect'],
  },
  {
    title: 'a challenge that nobody answers in time, after a delayed webhook',
    live: {
      ...securepayapi,
      async play(lane) {
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.faults.set({ fault: 'delayed', byMs: 3_000 });
        await lane.customer(id).pay({ card: 'challenge' });
        await lane.clock.advance('1h');
        return id;
      },
    },
    steps: ['create', 'fault', 'pay', 'clock', 'expect'],
  },
  {
    title: 'a status sequence that staff stepped through',
    live: {
      ...securepayapi,
      settings: (url) => ({ ...securepayapi.settings(url), stepDelayMs: 2_000 }),
      async play(lane) {
        const { id } = await lane.create('securepayapi', { amount: 2000 });
        await lane.customer(id).pay();
        await lane.staff(id, { action: 'hold' });
        await lane.staff(id, { action: 'step' });
        await lane.staff(id, { action: 'continue' });
        await lane.clock.advance('1m');
        return id;
      },
    },
    steps: ['create', 'pay', 'staff', 'step', 'continue', 'clock', 'expect'],
  },
  {
    title: 'a customer who closes the tab',
    live: {
      ...secpaid,
      async play(lane) {
        const { id } = await lane.create('secpaid', { amount: 20 });
        await lane.customer(id).open();
        await lane.customer(id).do({ action: 'pay' }, { closeTab: true });
        return id;
      },
    },
    steps: ['create', 'pay', 'expect'],
  },
];
