import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { AttemptFinished, RecordHead } from '../../server/protocol/records.js';
import type { BrowserFixture } from '../support/chromium.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { type LivePage, openLivePage } from './live-page.js';
import { createPayingApp, type PayingApp } from './paying-app.js';

export type Attempt = RecordHead & AttemptFinished;

/** What an app answers that does not take an event; its headers are odd on purpose. */
export const REFUSAL = {
  status: 500,
  headers: { 'X-Twice': 'one', 'x-odd-CASE': 'kept' },
  body: '{"error":"not yet","at":[1,2]}',
};

/** A stage, an app that pays and one that is told, and exchanges to look at. */
export interface ExchangeStage {
  readonly harness: Harness;
  readonly app: PayingApp;
  readonly receiver: Receiver;
  start(options?: { dataDir?: string }): Promise<void>;
  /** The payment's first delivery: refused once, then taken. */
  deliverTwice(externalId?: string): Promise<[first: Attempt, second: Attempt]>;
  deliverEncrypted(): Promise<Attempt>;
  readAttempts(paymentId: string): Promise<Attempt[]>;
  openExchange(seq: number, options?: OpenOptions): Promise<LivePage & ExchangeParts>;
}

interface OpenOptions {
  with?: number;
  width?: number;
  height?: number;
}

interface ExchangeParts {
  head: Locator;
  request: Locator;
  response: Locator;
  check: Locator;
}

/** Makes one anew for each test of a `describe`. */
export function setUpExchangeStage(browser: BrowserFixture): ExchangeStage {
  let harness: Harness;
  let app: PayingApp;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await createReceiver();
    await stage.start();
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });
  const stage: ExchangeStage = {
    get harness() {
      return harness;
    },
    get app() {
      return app;
    },
    get receiver() {
      return receiver;
    },
    async start(options = {}) {
      harness = await startHarness(options);
      app = await createPayingApp(harness.url);
      await callControl(harness, 'PATCH', '/accounts/securepayapi', {
        webhookUrl: `${receiver.url}/hook`,
        retryScheduleMs: [1, 3_600_000],
      });
    },
    async deliverTwice(externalId = 'order-7') {
      receiver.replyNext(REFUSAL);
      const id = await app.createIntent(externalId);
      await actAsCustomer(harness, id, { action: 'pay' });
      await app.waitForDeliveries();
      const attempts = await stage.readAttempts(id);
      const [first, second] = attempts.filter(({ deliveryId }) => deliveryId === attempts[0]?.deliveryId);
      if (!first || !second) throw new Error('the delivery was not made twice');
      return [first, second];
    },
    async deliverEncrypted() {
      await callControl(harness, 'PATCH', '/accounts/secpaid', {
        paymentEndpoints: [receiver.url],
        webhookFormat: 'nested-json',
        isEncryption: true,
      });
      const id = await app.createLink('Order 8');
      await app.pay(id);
      await app.waitForDeliveries();
      const [attempt] = await stage.readAttempts(id);
      if (!attempt) throw new Error('nothing was delivered');
      return attempt;
    },
    async readAttempts(paymentId) {
      const records = await app.readRecords();
      return records.filter((record): record is Attempt => record.type === 'attempt.finished' && record.paymentId === paymentId);
    },
    async openExchange(seq, { with: other, ...size } = {}) {
      const path = `/?record=${seq}${other === undefined ? '' : `&with=${other}`}`;
      const live = await openLivePage(await browser.newPage(), harness.url, { height: 900, ...size, path });
      return { ...live, ...findParts(live.page) };
    },
  };
  return stage;
}

/** The parts of the view of one exchange. */
export function findParts(page: Page): ExchangeParts {
  return {
    head: page.getByRole('region', { name: 'Exchange', exact: true }),
    request: page.getByRole('region', { name: 'Request', exact: true }),
    response: page.getByRole('region', { name: 'Response', exact: true }),
    check: page.getByRole('region', { name: 'The check, step by step' }),
  };
}

/** The lines of a body, as the editor shows them; empty while it is not there yet. */
export async function readCode(pane: Locator, label: string): Promise<string> {
  const lines = pane.getByLabel(label, { exact: true }).and(pane.locator('.cm-content')).locator('.cm-line');
  return (await lines.allTextContents()).join('\n');
}
