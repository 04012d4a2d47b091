import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSameSecret } from '../../server/engine/accounts/same-secret.js';
import type { Harness } from '../../server/index.js';
import { startCli } from '../cli/cli-runs.js';
import { listRouteCalls } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

/*
 * The one-time launch code that is swapped for a token does not exist here: on loopback Host and Origin are checked and no token is needed,
 * and where one is, whoever starts the stage chooses it. The page takes it from the fragment of its address, which no server ever sees.
 */
const TOKEN = 'correct-horse-battery';
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ token: TOKEN });
});
afterAll(() => harness.close());

const WRONG = ['', 'c', 'correct', 'correct-horse-batterx', `${TOKEN} `, `${TOKEN}x`, 'x'.repeat(4_000), TOKEN.toUpperCase()];
const OPEN = new Set(['/_paystage/health', '/_paystage/openapi.json', '/_paystage/bin/x']);

test('SEC-06 every call of the control plane wants the token: missing, wrong, short or long is 401 with the same words', async () => {
  const answers = new Set<string>();
  for (const { method, path } of listRouteCalls(harness)) {
    if (!path.startsWith('/_paystage/') || OPEN.has(path)) continue;
    for (const wrong of [null, ...WRONG]) {
      const authorization = wrong === null ? [] : [`Authorization: Bearer ${wrong}`];
      const head = [
        `${method} ${path} HTTP/1.1`,
        `Host: localhost:${harness.address.port}`,
        'Content-Length: 0',
        ...authorization,
      ];
      const answer = await sendRaw(harness.url, head);
      // Node trims blanks around a header's value, so that one is right.
      if (wrong?.trim() === TOKEN) continue;
      expect(statusOf(answer), `${method} ${path} ${wrong}`).toBe(401);
      answers.add(answer.split('\r\n\r\n')[1] ?? '');
    }
  }
  expect(answers.size).toBe(1);
});

test.each([
  '/_paystage/API/payments',
  '/_PAYSTAGE/api/payments',
  '/_paystage/Api/environment',
  '/_paystage/%61pi/payments',
  '/_paystage//api/payments',
  '/_paystage/./api/payments',
  '/_paystage/bin/../api/payments',
  '/_paystage/health/../api/payments',
  '/_paystage/health%2f..%2fapi/payments',
  '/_paystage/health;/../api/payments',
  '/_paystage\\api\\payments',
  '/\\_paystage/api/payments',
  '//_paystage/api/payments',
  '/secpaid/../_paystage/api/payments',
  '/_paystage/api/payments#/_paystage/health',
  '/_paystage/api/payments?/_paystage/health',
  '/_paystage/API/accounts/secpaid/reveal',
  '//u@h/_paystage/api/accounts/secpaid/reveal#x',
  '//u@h/_paystage/api/payments#',
  '/\\u@h/_paystage/api/payments#',
  '//u@h\\_paystage\\api\\payments#',
  '//u@h/_paystage/api/payments\u00a0',
  '//u@h/_paystage/api/payments\u00a0?x=1',
])('SEC-06 no spelling of a path gets by without the token: %s', async (path) => {
  for (const method of ['GET', 'POST', 'HEAD']) {
    const head = [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, 'Content-Length: 0'];
    const answer = await sendRaw(harness.url, head);
    expect([400, 401, 404, 405], method).toContain(statusOf(answer));
    expect(answer).not.toMatch(/"payments"|"providers"|"keys"/);
  }
});

test('SEC-06 the right token opens the control plane', async () => {
  const reply = await fetch(`${harness.url}/_paystage/api/payments`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(reply.status).toBe(200);
});

test('SEC-06 what needs no token tells no secret', async () => {
  const secrets = harness.engine.accounts.secretValues();
  for (const path of OPEN) {
    const reply = await fetch(harness.url + path);
    expect(reply.status).toBeLessThan(300);
    const text = await reply.text();
    for (const secret of [...secrets, TOKEN]) expect(text).not.toContain(secret);
  }
});

test('SEC-06 tokens are compared in constant time, without a short cut for another length', () => {
  expect(isSameSecret(TOKEN, TOKEN)).toBe(true);
  for (const wrong of WRONG) expect(isSameSecret(TOKEN, wrong), wrong).toBe(false);
  expect(isSameSecret('', '')).toBe(false);
  expect(isSameSecret.toString()).toContain('timingSafeEqual');
});

test('SEC-06 no answer sets a cookie, so no other port of this machine is ever sent one', async () => {
  for (const { method, path } of listRouteCalls(harness)) {
    if (path.endsWith('/stream')) continue;
    const reply = await fetch(harness.url + path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    expect(reply.headers.getSetCookie(), `${method} ${path}`).toEqual([]);
    await reply.body?.cancel();
  }
});

test.each(['0.0.0.0', '::', '192.0.2.1'])(
  'SEC-06 beyond loopback (%s) a harness does not start without a token',
  async (host) => {
    await expect(startHarness({ host })).rejects.toMatchObject({ code: 'token_needed', exitCode: 2 });
  },
);

test.skipIf(process.platform !== 'linux')('SEC-06 with a token it starts beyond loopback, and warns at each start', async () => {
  // Not loopback by name, and nobody else reaches it; systems other than Linux do not have it.
  const run = startCli(['start', '--host', '127.0.0.2', '--port', '0', '--memory', '--token', TOKEN]);
  const line = await run.waitForLine(/beyond this machine/);
  expect(line).toContain('warning: The stage listens on 127.0.0.2');
  expect(run.out() + run.err()).not.toContain(TOKEN);
  await run.stop();
});
