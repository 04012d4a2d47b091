import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

describe('the control plane', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  const ask = async (method: string, path: string, body?: string, type = 'application/json') => {
    const reply = await fetch(`${harness.url}/_paystage${path}`, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
    });
    return {
      status: reply.status,
      body: (await reply.json()) as { error?: { code: string; message: string; hint?: string } } & Record<string, unknown>,
    };
  };

  test('is ready, says its version, and describes itself', async () => {
    expect((await ask('GET', '/health')).body).toMatchObject({ status: 'ready', name: 'paystage' });
    const { body } = await ask('GET', '/openapi.json');
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining(['/payments/{id}/customer', '/accounts/{provider}', '/deliveries/{id}/redeliver']),
    );
    expect(JSON.stringify(body)).toContain('callbackUrls');
  });

  test('shows accounts with secrets masked, and in full only when asked by name', async () => {
    const secret = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
    const shown =
      JSON.stringify((await ask('GET', '/api/accounts')).body) + JSON.stringify((await ask('GET', '/api/environment')).body);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(harness.env.SECPAID_TOKEN);
    expect(JSON.stringify((await ask('POST', '/api/accounts/securepayapi/reveal')).body)).toContain(secret);
    expect(JSON.stringify((await ask('POST', '/api/environment/reveal')).body)).toContain(harness.env.SECPAID_TOKEN);
  });

  test('changes URLs and switches, and keeps what is not named', async () => {
    await callControl(harness, 'PATCH', '/accounts/secpaid', { callbackUrls: ['http://localhost:3000/return'] });
    const account = await callControl<{ settings: Record<string, unknown> }>(harness, 'PATCH', '/accounts/secpaid', {
      webhookFormat: 'form',
    });
    expect(account.settings).toMatchObject({ callbackUrls: ['http://localhost:3000/return'], webhookFormat: 'form' });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { callbackUrls: [], webhookFormat: 'nested-json' });
  });

  test('takes one webhook URL or a list, and an empty one takes it away', async () => {
    const patch = (settings: object) =>
      callControl<{ settings: { webhookUrls: string[] } }>(harness, 'PATCH', '/accounts/securepayapi', settings);
    expect((await patch({ webhookUrl: 'http://localhost:3000/hook' })).settings.webhookUrls).toEqual([
      'http://localhost:3000/hook',
    ]);
    expect((await patch({ webhookUrls: ['http://localhost:1/a', 'http://localhost:2/b'] })).settings.webhookUrls).toHaveLength(2);
    expect((await patch({ webhookUrl: '' })).settings.webhookUrls).toEqual([]);
  });

  const refused: [title: string, method: string, path: string, body: string | undefined, status: number, code: string][] = [
    ['an unknown setting, with the nearest name', 'PATCH', '/api/accounts/secpaid', '{"callbakUrls":[]}', 400, 'invalid_setting'],
    ['a wrong value', 'PATCH', '/api/accounts/secpaid', '{"webhookFormat":"xml"}', 400, 'invalid_setting'],
    ['a script address', 'PATCH', '/api/accounts/secpaid', '{"callbackUrls":["javascript:alert(1)"]}', 400, 'invalid_setting'],
    ['an unknown provider', 'GET', '/api/accounts/secpayed', undefined, 404, 'unknown_provider'],
    ['an unknown payment', 'GET', '/api/payments/nope', undefined, 404, 'unknown_payment'],
    ['an action on an unknown payment', 'POST', '/api/payments/nope/customer', '{"action":"pay"}', 404, 'unknown_payment'],
    ['an unknown delivery', 'POST', '/api/deliveries/dlv_0/redeliver', undefined, 404, 'unknown_delivery'],
    ['broken JSON', 'POST', '/api/clock', '{"speed":', 400, 'body_malformed'],
    ['a prototype key', 'PATCH', '/api/accounts/secpaid', '{"__proto__":{"x":1}}', 400, 'body_forbidden_key'],
    [
      'nesting without end',
      'PATCH',
      '/api/accounts/secpaid',
      `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      400,
      'body_too_deep',
    ],
    ['two megabytes', 'PATCH', '/api/accounts/secpaid', `{"a":"${'x'.repeat(2_000_000)}"}`, 413, 'body_too_large'],
    ['a clock that runs backwards', 'POST', '/api/clock', '{"advanceMs":-1}', 400, 'invalid_body'],
    ['a clock change that says two things', 'POST', '/api/clock', '{"advanceMs":1,"speed":2}', 400, 'invalid_body'],
    ['a header that is no header', 'PATCH', '/api/bins/x', '{"headers":[["a b","c"]]}', 400, 'invalid_body'],
    ['an unknown call', 'GET', '/api/paymants', undefined, 404, 'not_found'],
    ['a wrong method', 'DELETE', '/api/payments', undefined, 405, 'method_not_allowed'],
    ['a limit that is no number', 'GET', '/api/payments?limit=many', undefined, 400, 'invalid_query'],
  ];
  test.each(refused)('refuses %s', async (_title, method, path, body, status, code) => {
    const reply = await ask(method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.body.error?.code).toBe(code);
    expect(reply.body.error?.message).toBeTruthy();
    expect(JSON.stringify(reply.body)).not.toMatch(/\bat .+:\d+:\d+/);
  });

  test('names the nearest setting', async () => {
    expect((await ask('PATCH', '/api/accounts/secpaid', '{"callbakUrls":[]}')).body.error?.hint).toContain('callbackUrls');
  });

  test.each([
    ['/api/lanes', '{"nam":"x"}', 'There is no key "nam"; known are name, seed, clock, accounts.', 'Did you mean "name"?'],
    [
      '/api/lanes',
      '{"clock":{"sped":2}}',
      'There is no key "sped" in "clock"; known are startAt, speed.',
      'Did you mean "speed"?',
    ],
    [
      '/api/clock',
      '{"advace":5}',
      'There is no key "advace"; known are speed, advanceMs, advance, to, jumpTo, realTime, withinMs.',
      'Did you mean "advance"?',
    ],
    ['/api/clock', '{"advance":"soon"}', '"advance": takes a duration such as 90s, 5m, 2h or 1d, or ms.', 'openapi.json'],
    ['/api/clock', '', 'give exactly one of speed, advance, advanceMs, to, jumpTo, realTime.', 'openapi.json'],
  ])('%s with %s is answered with what it takes', async (path, body, message, hint) => {
    const reply = await ask('POST', path, body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'invalid_body', message } } });
    expect(reply.body.error?.hint).toContain(hint);
  });

  test('takes durations as text, an empty body where nothing is needed, and answers a new lane with 201', async () => {
    const lane = await ask('POST', '/api/lanes', '');
    expect(lane.status).toBe(201);
    const { name } = lane.body as unknown as { name: string };
    await callControl(harness, 'POST', `/lanes/${name}/clock`, { speed: 0 });
    const now = async () => Date.parse((await callControl<{ now: string }>(harness, 'GET', `/lanes/${name}/clock`)).now);
    const before = await now();
    await callControl(harness, 'POST', `/lanes/${name}/clock`, { advance: '1d' });
    await callControl(harness, 'POST', `/lanes/${name}/clock`, { advance: '1h30m' });
    expect((await now()) - before).toBe(86_400_000 + 5_400_000);
    await callControl(harness, 'DELETE', `/lanes/${name}`);
  });

  test('refuses a fault of a status that no event announces, and names the nearest', async () => {
    const fault = (when: object) => ask('POST', '/api/faults', JSON.stringify({ fault: 'duplicate', when }));
    const wrong = await fault({ status: 'SUCEEDED' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'unknown_status', hint: 'Did you mean "SUCCEEDED"?' } } });
    expect((await fault({ status: 'SUCCEEDED', provider: 'secpaid' })).status).toBe(400);
    expect((await fault({ status: 'SUCCEEDED' })).status).toBe(200);
    await callControl(harness, 'POST', '/faults/clear', {});
  });

  test('rotates a key at once', async () => {
    const before = harness.env.SECPAID_TOKEN ?? '';
    const { value } = await callControl<{ value: string }>(harness, 'POST', '/accounts/secpaid/keys/token/rotate', {});
    expect(value).not.toBe(before);
    const call = (token: string) =>
      fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/getMyUnusedLinks`, { method: 'POST', headers: { token } }).then(
        ({ status }) => status,
      );
    expect(await call(before)).toBe(401);
    expect(await call(value)).toBe(200);
  });

  test('a built-in receiver answers what it was told and records what came', async () => {
    const url = `${harness.url}/_paystage/bin/shop-1`;
    expect((await fetch(url, { method: 'POST', body: 'hello' })).status).toBe(204);
    await callControl(harness, 'PATCH', '/bins/shop-1', { status: 503, body: '{"later":true}', headers: [['Retry-After', '5']] });
    const reply = await fetch(url, { method: 'POST', body: 'again' });
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('5');
    expect(await reply.json()).toEqual({ later: true });
    const { records } = await callControl<{ records: { type: string; request?: { body?: { text: string } } }[] }>(
      harness,
      'GET',
      '/records?limit=1000',
    );
    expect(records.filter(({ type }) => type === 'bin.received').map(({ request }) => request?.body?.text)).toEqual([
      'hello',
      'again',
    ]);
  });

  test('never writes a secret into the log', async () => {
    const secrets = [...harness.engine.accounts.secretValues()];
    await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers: {
        token: harness.env.SECPAID_TOKEN ?? '',
        'content-type': 'application/json',
        'x-copy': `key=${harness.env.SECUREPAYAPI_SECRET_KEY}`,
      },
      body: JSON.stringify({
        amount: 10,
        is_encryption: 'true',
        encryption_key: 'perLinkKey-0123456789-ABCDEFGHIJ',
        unknown: harness.env.SECPAID_TOKEN,
      }),
    });
    const lines: string[] = [];
    for await (const batch of harness.engine.log.read(0)) lines.push(...batch);
    const text = lines.join('\n');
    expect(text).toContain('createLink');
    for (const secret of [...secrets, 'perLinkKey-0123456789-ABCDEFGHIJ']) expect(text).not.toContain(secret);
  });

  test('reset forgets payments and keeps accounts', async () => {
    const { env } = harness;
    await callControl(harness, 'POST', '/reset');
    expect((await callControl<{ total: number }>(harness, 'GET', '/payments')).total).toBe(0);
    expect(harness.env).toEqual(env);
  });
});

describe('what the log must not tell', () => {
  const key = 'mock+Key/0123456789=ABCDEFGHIJKL';
  const bodies: [title: string, type: string, body: BodyInit | (() => BodyInit)][] = [
    ['JSON', 'application/json', JSON.stringify({ amount: 1, is_encryption: 'true', encryption_key: key })],
    ['JSON with escapes', 'application/json', `{"amount":1,"is_encryption":"true","encryption_key":"\\u006d${key.slice(1)}"}`],
    [
      'a form',
      'application/x-www-form-urlencoded',
      new URLSearchParams({ amount: '1', is_encryption: 'true', encryption_key: key }).toString(),
    ],
    [
      'a form of nested names',
      'application/x-www-form-urlencoded',
      new URLSearchParams({ amount: '1', 'data[encryption_key]': key, 'links[0][encryption_key][]': key }).toString(),
    ],
    ['JSON in a list', 'application/json', JSON.stringify([{ encryption_key: key }])],
    ['JSON, deep within', 'application/json', JSON.stringify({ amount: 1, data: [{ link: { encryption_key: { is: key } } }] })],
    ['JSON that names it twice', 'application/json', `{"data":{"encryption\\u005fkey" : "${key}"},"data":1,"amount":1}`],
    ['JSON that breaks off', 'application/json', `{"amount":1,"encryption_key":"${key}"`],
    [
      'multipart',
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="encryption_key"\r\n\r\n${key}\r\n--x--\r\n`,
    ],
  ];
  test.each(bodies)('masks a key of one link in %s', async (_title, type, body) => {
    const harness = await startHarness();
    const query = `encryption_key=${encodeURIComponent(key)}&a[encryption%5Fkey]=${key}`;
    await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink?${query}`, {
      method: 'POST',
      headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': type },
      body: body as string,
    });
    const lines: string[] = [];
    for await (const batch of harness.engine.log.read(0)) lines.push(...batch);
    const text = lines.join('\n');
    expect(text).toContain('createLink');
    for (const form of [key, key.slice(1), encodeURIComponent(key)]) expect(text).not.toContain(form);
    await harness.close();
  });
});

test('a JSON body that only speaks of a secret field is kept byte by byte', async () => {
  const harness = await startHarness();
  const body = '{ "amount" : 1.0, "note":"\\"encryption_key\\": x", "encryption_key_id": [ "encryption_key" ] }';
  await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body,
  });
  const { records } = await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records?type=api.called');
  expect(records[0]).toMatchObject({ request: { body: { text: body } } });
  await harness.close();
});

test('a connection is kept for longer than a client thinks, and says so', async () => {
  const harness = await startHarness();
  const reply = await fetch(`${harness.url}/_paystage/health`);
  expect(reply.headers.get('keep-alive')).toBe('timeout=65');
  await harness.close();
});

test('E2 after a body that was too large the connection can be used again at once', async () => {
  const harness = await startHarness();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (body: string) =>
    new Promise<number>((resolve, reject) => {
      const url = new URL(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`);
      const headers = { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' };
      const request = httpRequest(
        url,
        { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (reply) => {
          reply.resume();
          reply.on('end', () => resolve(reply.statusCode ?? 0));
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  expect(await post(`{"amount":1,"x":"${'x'.repeat(1_500_000)}"}`)).toBe(413);
  expect(await post('{"amount":1,"currency":"USD"}')).toBe(200);
  agent.destroy();
  await harness.close();
});

test('a clock that was moved on goes on from there after a restart, until a reset', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-clock-'));
  const first = await startHarness({ dataDir });
  await callControl(first, 'POST', '/clock', { advanceMs: 86_400_000 });
  const { log } = first.engine;
  const left = Date.parse((await log.get(log.newestSeq))?.at ?? '');
  await first.close();
  const second = await startHarness({ dataDir });
  expect(left).toBeGreaterThan(Date.now() + 80_000_000);
  expect(second.engine.nowMs()).toBeGreaterThanOrEqual(left);
  await callControl(second, 'POST', '/reset');
  expect(Math.abs(second.engine.nowMs() - Date.now())).toBeLessThan(2_000);
  await second.close();
  await rm(dataDir, { recursive: true });
});
