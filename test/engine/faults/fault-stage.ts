import { createHmac } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import type { FaultsView, FaultView } from '../../../server/http/control/fault-replies.js';
import type { Harness, HarnessOptions, LogRecord } from '../../../server/index.js';
import type { FaultUsed } from '../../../server/protocol/fault-records.js';
import type { AttemptFinished, RecordHead } from '../../../server/protocol/records.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../../support/harness.js';
import { createReceiver, type ReceivedRequest, type Receiver } from '../../support/receiver.js';

export const START_MS = Date.UTC(2026, 4, 4, 12);

/** A stage whose time stands still, and a receiver for the webhooks of both providers; fresh for every test. */
export interface FaultStage {
  readonly harness: Harness;
  readonly receiver: Receiver;
  /** What arrived at the webhook address of the signing provider. */
  readonly signed: ReceivedRequest[];
  /** What arrived at the webhook address of the one that does not sign. */
  readonly unsigned: ReceivedRequest[];
  set(spec: object): Promise<FaultView>;
  list(): Promise<FaultsView>;
  /** Creates an intent and pays it. @returns its id. */
  payIntent(card?: string): Promise<string>;
  createIntent(): Promise<string>;
  createLink(fields?: object): Promise<string>;
  /** Creates a link and pays it by a call. @returns its id. */
  payLink(fields?: object): Promise<string>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  advance(ms: number): Promise<void>;
  records(): Promise<LogRecord[]>;
  uses(): Promise<(RecordHead & FaultUsed)[]>;
  attempts(paymentId: string, status?: string): Promise<(RecordHead & AttemptFinished)[]>;
  restart(options?: HarnessOptions): Promise<void>;
}

export function prepareFaultStage(options: HarnessOptions = {}): FaultStage {
  let harness: Harness;
  let receiver: Receiver;
  const start = (more: HarnessOptions = {}) =>
    startHarness({
      clock: { speed: 0, startMs: START_MS },
      ...options,
      ...more,
      accounts: {
        securepayapi: {
          settings: {
            webhookUrls: [`${receiver.url}/signed`],
            retryScheduleMs: [1_000, 2_000],
            ...options.accounts?.securepayapi?.settings,
          },
        },
        secpaid: {
          settings: {
            paymentEndpoints: [`${receiver.url}/hook`],
            callbackUrls: [`${receiver.url}/back`],
            retryScheduleMs: [1_000, 2_000],
            ...options.accounts?.secpaid?.settings,
          },
        },
      },
    });
  beforeEach(async () => {
    receiver = await createReceiver();
    harness = await start();
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });

  const call = <T>(method: string, path: string, body?: unknown) => callControl<T>(harness, method, path, body);
  const at = (path: string) => receiver.requests.filter(({ url }) => url.startsWith(path));
  const stage: FaultStage = {
    get harness() {
      return harness;
    },
    get receiver() {
      return receiver;
    },
    get signed() {
      return at('/signed');
    },
    get unsigned() {
      return at('/hook');
    },
    set: (spec) => call('POST', '/faults', spec),
    list: () => call('GET', '/faults'),
    async createIntent() {
      const reply = await postIntent(harness);
      return ((await reply.json()) as { id: string }).id;
    },
    async payIntent(card = 'frictionless') {
      const id = await stage.createIntent();
      await actAsCustomer(harness, id, { action: 'pay', card });
      await stage.settle();
      return id;
    },
    async createLink(fields = {}) {
      const { data } = (await (await postLink(harness, fields)).json()) as { data: { id?: number; linktopay_id?: number } };
      return String(data.id ?? data.linktopay_id);
    },
    async payLink(fields) {
      const id = await stage.createLink(fields);
      await actAsCustomer(harness, id, { action: 'pay' });
      await stage.settle();
      return id;
    },
    settle: () => harness.engine.activity.whenIdle(),
    async advance(ms) {
      await call('POST', '/clock', { advanceMs: ms });
      await stage.settle();
    },
    records: async () => (await call<{ records: LogRecord[] }>('GET', '/records?limit=1000')).records,
    uses: async () => (await stage.records()).filter((record) => record.type === 'fault.used'),
    async attempts(paymentId, status) {
      const { events } = await readPayment(harness, paymentId);
      const wanted = new Set(events.filter((event) => status === undefined || event.status === status).map(({ id }) => id));
      return (await stage.records())
        .filter((record) => record.type === 'attempt.finished')
        .filter(({ eventId }) => wanted.has(eventId));
    },
    async restart(more) {
      await harness.close();
      harness = await start(more);
    },
  };
  return stage;
}

export function postIntent(harness: Harness, signal?: AbortSignal): Promise<Response> {
  return fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2_000, currency: 'USD', externalid: 'A-1' }),
    ...(signal ? { signal } : {}),
  });
}

export function postLink(harness: Harness, fields: object = {}): Promise<Response> {
  return fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 42.5, ...fields }),
  });
}

/** What an app does that checks: over the bytes as they came, with the key it knows. */
export function verifies(request: ReceivedRequest | undefined, key: string | undefined): boolean {
  if (!request || key === undefined) return false;
  const hmac = createHmac('sha256', key)
    .update(request.header('x-timestamp') ?? '')
    .update(request.body);
  return hmac.digest('hex') === request.header('x-signature');
}

/** What a browser does on the pay page: reads the form and sends it. */
export async function payInBrowser(harness: Harness, id: string, signal?: AbortSignal): Promise<Response> {
  const page = (await readPayment(harness, id)).checkoutUrl ?? '';
  const html = await (await fetch(page)).text();
  const fields = new URLSearchParams({ action: 'pay-card' });
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields.set(name ?? '', value ?? '');
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '';
  const headers = { origin: new URL(page).origin };
  return fetch(new URL(action, page), {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: fields,
    ...(signal ? { signal } : {}),
  });
}

export function statusOf({ body }: ReceivedRequest): unknown {
  return (JSON.parse(body.toString('utf8')) as { status?: unknown }).status;
}
