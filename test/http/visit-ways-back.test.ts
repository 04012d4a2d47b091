import { describe, expect, test } from 'vitest';
import { Address } from '../../server/http/address.js';
import { startHarness } from '../support/harness.js';
import { sendRaw } from '../support/raw-http.js';
import type { ReceivedRequest } from '../support/receiver.js';
import { prepareVisitStage } from './visit-stage.js';

const stage = prepareVisitStage();
const { visit, createLink, createIntent, readRecords } = stage;

const cookieOf = (request: ReceivedRequest | undefined) => request?.header('cookie');

describe('on the way back', () => {
  const sendOn = (location: string, cookie?: string) => ({
    status: 302,
    headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
  });

  // The app is called by its address and the checkout by its name, which makes them two sites, as they are in production.
  test.each([
    ['Lax', 200],
    ['Strict', 403],
  ])('a session in a cookie of the app with SameSite=%s is met with %i on the next hop', async (mode, status) => {
    stage.app.replyWith(({ url, header }) => {
      if (!url.startsWith('/back')) return { status: header('cookie') === 'sid=1' ? 200 : 403, body: 'hello' };
      return sendOn('/thanks', `sid=1; Path=/; HttpOnly; SameSite=${mode}`);
    });
    const reply = await visit(await createLink(), { action: 'pay' });
    expect(reply.visit.page).toMatchObject({ url: `${stage.app.url}/thanks`, status, body: 'hello' });
  });

  test('two payments have two customers, who share no cookie', async () => {
    stage.app.replyWith({ status: 200, headers: { 'set-cookie': 'sid=1; Path=/' } });
    const [first, second] = [await createLink({ bank_transfer: 'true' }), await createLink()];
    const backs = () => stage.app.requests.filter(({ url }) => url.startsWith('/back')).map(cookieOf);
    await visit(first, { action: 'pay' });
    await visit(second, { action: 'pay' });
    expect(backs()).toEqual([undefined, undefined]);
  });

  test('an app that is down, or answers 500, is told and recorded', async () => {
    stage.app.replyWith({ status: 500, headers: { 'content-type': 'text/html' }, body: '<title>Oops</title>' });
    expect((await visit(await createLink(), { action: 'pay' })).visit.page).toMatchObject({ status: 500, title: 'Oops' });
    stage.app.replyWith(({ url }) => (url.startsWith('/back') ? { behaviour: 'reset' } : {}));
    const reply = await visit(await createLink(), { action: 'pay' });
    expect(reply.payment.outcome).toBe('succeeded');
    expect(reply.visit).toMatchObject({ page: null, stoppedBy: expect.stringMatching(/reset the connection without a reply/) });
    const records = (await readRecords()).filter(({ type }) => type === 'customer.visited');
    expect(records.at(-1)).toMatchObject({ page: null, stoppedBy: reply.visit.stoppedBy });
  });

  test('a customer who closes the tab never comes to the app', async () => {
    const id = await createLink();
    const reply = await visit(id, { action: 'pay' }, { closeTab: true });
    expect(reply.visit).toMatchObject({ page: null, stoppedBy: 'close-tab' });
    expect(reply.visit.hops.at(-1)?.location).toContain(`${stage.app.url}/back?pay_id=${id}`);
    await stage.harness.engine.activity.whenIdle();
    expect(stage.app.requests.map(({ url }) => url)).toEqual(['/hook']);
  });

  test('credentials and secrets in a redirect are masked', async () => {
    const { id, secret } = await createIntent();
    const link = await createLink();
    stage.app.replyWith(({ url }) => {
      if (!url.startsWith('/back')) return { status: 200, body: `token ${stage.harness.env.SECPAID_TOKEN}` };
      const other = new URL(stage.app.url);
      return sendOn(`http://me:pw@${other.host}/next?x=1?y=2&form_token=hide-me&k=${stage.harness.env.SECUREPAYAPI_SECRET_KEY}`);
    });
    const { visit: seen } = await visit(link, { action: 'pay' });
    expect(seen.page?.body).toMatch(/^token …/);
    expect(seen.page?.url).toMatch(/^http:\/\/\*\*\*@[^/]+\/next\?x=1\?y=2&form_token=\[masked\]&k=sp_secret_…/);
    const text = JSON.stringify((await readRecords()).filter(({ type }) => type === 'customer.visited'));
    for (const hidden of ['me:pw', 'hide-me', stage.harness.env.SECPAID_TOKEN, secret]) expect(text).not.toContain(hidden);
    expect(id).toMatch(/^[0-9a-f]{24}$/);
  });
});

test('the pages are opened where the harness listens, whatever name others call it by', () => {
  expect(new Address('0.0.0.0', 4747, 'stage.example').pagesUrl('pay', false)).toBe('http://localhost:4747/pay');
  expect(new Address('127.0.0.1', 4747).pagesUrl('pay', false)).toBe('http://localhost:4747/pay');
  expect(new Address('127.0.0.1', 4747).pagesUrl('pay', true)).toBe('http://pay.localhost:4747');
  expect(new Address('192.168.1.5', 4747).pagesUrl('pay', true)).toBe('http://192.168.1.5:4747/pay');
});

test('pages on an origin of their own are visited there', async () => {
  const other = await startHarness({ pagesOnHostForm: true });
  const reply = await fetch(`${other.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: other.env.SECPAID_TOKEN ?? '' },
    body: new URLSearchParams({ amount: '5' }),
  });
  const id = String(((await reply.json()) as { data: { id: number } }).data.id);
  const visited = await other.engine.customer.visit(id, { action: 'pay' });
  expect(visited.hops.map(({ url, status }) => [new URL(url).hostname, status])).toEqual([
    ['secpaid.localhost', 200],
    ['secpaid.localhost', 200],
  ]);
  const inCapitals = await sendRaw(`http://localhost:${other.address.port}`, [
    'GET /payment HTTP/1.1',
    `Host: SecPaid.LOCALHOST:${other.address.port}`,
  ]);
  expect(inCapitals).toMatch(/pay/i);
  expect(inCapitals).not.toContain('not_found');
  await other.close();
});
