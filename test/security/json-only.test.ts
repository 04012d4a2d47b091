import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeState } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

/** What a page can send to another origin without asking first, and what only looks like JSON. */
const OTHER_TYPES = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; application/json',
  'text/plain;x=application/json',
  'text/plain, application/json',
  'application/json, text/plain',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; application/json',
  'multipart/form-data; boundary=application/json',
  'application/json; x',
  'application/json; x=',
  'application/json; charset',
  'application/json;',
  'application/json x',
  'application/jsonx',
  'application/json5',
  'application/csp-report',
  'application/vnd.api+json',
  'application/json-patch+json',
  'text/json',
  'json',
  '*/*',
  '',
];

let harness: Harness;
let app: PayingApp;
beforeAll(async () => {
  harness = await startHarness();
  app = await createPayingApp(harness.url);
});
afterAll(() => harness.close());

function post(path: string, type: string, body: string, further: string[] = []): Promise<string> {
  const head = [`POST ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, `Content-Length: ${body.length}`, ...further];
  return sendRaw(harness.url, [...head, ...(type === '' ? [] : [`Content-Type: ${type}`])], body);
}

test.each(OTHER_TYPES)('SEC-04 the control plane refuses a body of the type "%s", and does nothing', async (type) => {
  const before = describeState(harness);
  for (const [path, body] of [
    ['/_paystage/api/clock', '{"speed":7}'],
    ['/_paystage/api/reset', '{"speed":7}'],
    ['/_paystage/api/environment/reveal', '{}'],
    ['/_paystage/api/accounts/secpaid/keys/token/rotate', '{}'],
    ['/_paystage/api/holds', '{"target":"delivery"}'],
  ] as const) {
    const answer = await post(path, type, body);
    expect([400, 415], `${path} ${answer}`).toContain(statusOf(answer));
    const chunked = await sendRaw(
      harness.url,
      [
        ...[`POST ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, 'Transfer-Encoding: chunked'],
        ...(type === '' ? [] : [`Content-Type: ${type}`]),
      ],
      `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
    expect([400, 415], `${path} in chunks`).toContain(statusOf(chunked));
  }
  expect(describeState(harness)).toBe(before);
});

test.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
  'SEC-04 it takes "%s"',
  async (type) => {
    expect(statusOf(await post('/_paystage/api/idle', type, '{"waitMs":0}'))).toBe(200);
  },
);

test.each(['text/plain', 'text/plain; application/json', 'application/json; x', 'text/json', ''])(
  'SEC-04 a provider creates nothing from JSON that is sent as "%s"',
  async (type) => {
    const count = harness.engine.state.payments.size;
    const secpaid = await post('/secpaid/api/v2/createLink', type, '{"amount":1}', [`Token: ${app.env.SECPAID_TOKEN}`]);
    const securepayapi = await post('/securepayapi/api/v1/payment-intents', type, '{"amount":100,"currency":"USD"}', [
      `Authorization: Bearer ${app.env.SECUREPAYAPI_SECRET_KEY}`,
    ]);
    for (const answer of [secpaid, securepayapi]) expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(harness.engine.state.payments.size).toBe(count);
  },
);

test('SEC-04 no header, query or field stands in for another method', async () => {
  const before = describeState(harness);
  const fields = 'X-HTTP-Method-Override: DELETE|X-Method-Override: POST|X-HTTP-Method: PATCH|X-Original-Method: POST'.split('|');
  for (const path of [
    '/_paystage/api/reset',
    '/_paystage/api/lanes/default?_method=DELETE',
    '/_paystage/api/environment/reveal?_method=POST',
  ]) {
    const answer = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, ...fields]);
    expect(answer, path).not.toContain('"reset"');
    for (const secret of harness.engine.accounts.secretValues()) expect(answer, path).not.toContain(secret);
  }
  const original = [
    'X-Original-URL: /_paystage/api/reset',
    'X-Rewrite-URL: /_paystage/api/reset',
    'X-Forwarded-Host: attacker.test',
  ];
  await sendRaw(harness.url, ['GET /_paystage/health HTTP/1.1', `Host: localhost:${harness.address.port}`, ...original]);
  expect(describeState(harness)).toBe(before);
});
