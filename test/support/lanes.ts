import type { LaneView } from '../../server/http/control/lane-replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl } from './harness.js';

/** A lane as a test holds it: what it was given, and its calls. */
export interface OpenLane {
  view: LaneView;
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  /** Every record that the lane sees. */
  records(query?: string): Promise<LogRecord[]>;
  dispose(): Promise<void>;
}

/** Opens a lane over HTTP. */
export async function openLane(harness: Harness, asked: object = {}): Promise<OpenLane> {
  const view = await callControl<LaneView>(harness, 'POST', '/lanes', asked);
  const path = `/lanes/${view.name}`;
  return {
    view,
    call: (method, rest, body) => callControl(harness, method, path + rest, body),
    async records(query = '') {
      const reply = await callControl<{ records: LogRecord[] }>(harness, 'GET', `${path}/records?limit=1000&${query}`);
      return reply.records;
    },
    async dispose() {
      await callControl(harness, 'DELETE', path);
    },
  };
}

/** Creates a payment with the keys of the lane, through the provider's own call. @returns its id. */
export async function createIntentIn({ view }: OpenLane, amount = 2_000, externalid = 'A-1'): Promise<string> {
  const { env } = view;
  const reply = await fetch(`${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount, currency: 'USD', externalid }),
  });
  if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as { id: string }).id;
}

/** Asks with any path and answers with status and body, refused or not. */
export async function askControl(harness: Harness, method: string, path: string, body?: unknown) {
  const reply = await fetch(`${harness.url}/_paystage/api${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, text, code: reply.ok ? null : (JSON.parse(text) as { error: { code: string } }).error.code };
}
