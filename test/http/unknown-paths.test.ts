import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const listCalls = async () => {
  const { records } = await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records');
  return records.filter(({ type }) => type === 'api.called');
};

describe('a call of a path that the provider does not have', () => {
  test('is written down with its answer, under the account whose key it brought', async () => {
    const { SECUREPAYAPI_BASE_URL: base, SECUREPAYAPI_SECRET_KEY: key } = harness.env;
    const reply = await fetch(`${base}/api/v1/payment-intent`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"amount":2000}',
    });
    expect(reply.status).toBe(404);
    const body = await reply.text();
    expect(await listCalls()).toMatchObject([
      {
        route: 'unknown path',
        provider: 'securepayapi',
        accountId: expect.stringMatching(/./),
        paymentId: null,
        request: { method: 'POST', url: expect.stringContaining('/api/v1/payment-intent'), body: { text: '{"amount":2000}' } },
        response: { status: 404, body: { text: body } },
      },
    ]);
    expect(JSON.stringify(await listCalls())).not.toContain(key);
  });

  test('is written down for a caller whom nobody knows, too', async () => {
    expect((await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLinks`)).status).toBe(404);
    expect(await listCalls()).toMatchObject([{ provider: 'secpaid', accountId: null, response: { status: 404 } }]);
  });

  test('says so when only the method is wrong', async () => {
    const reply = await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, { method: 'DELETE' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await listCalls()).toMatchObject([{ route: 'unknown method', response: { status: 405 } }]);
  });

  test('is left out when a browser looks for an icon by itself', async () => {
    expect((await fetch(`${harness.env.SECPAID_BASE_URL}/favicon.ico`)).status).toBe(404);
    expect(await listCalls()).toEqual([]);
  });
});
