import { expect, test } from 'vitest';
import { connect } from '../../server/index.js';
import type { Reply } from '../support/receiver.js';
import { prepareVisitStage } from './visit-stage.js';

const stage = prepareVisitStage();
const { createLink, readRecords } = stage;

/** An app that knows its customers by a cookie. */
function greetByCookie() {
  stage.app.replyWith(({ url, header }): Reply => {
    if (url.startsWith('/forged')) return { status: 302, headers: { location: '/end' } };
    return {
      status: 200,
      headers: { 'set-cookie': 'session=mine; Path=/' },
      body: `<title>${header('cookie') ?? 'nobody'}</title>`,
    };
  });
}

test('a customer who types an address goes there with the cookies of the payment, and follows redirects', async () => {
  greetByCookie();
  const id = await createLink();
  const customer = (await connect(stage.harness.url).openLane()).customer(id);
  const [first, second] = [
    await customer.open(`${stage.app.url}/back`),
    await customer.open(`${stage.app.url}/forged?status=success`),
  ];
  expect(first.visit.page?.title).toBe('nobody');
  expect(second.visit).toMatchObject({
    action: null,
    typedUrl: `${stage.app.url}/forged?status=success`,
    hops: [
      { method: 'GET', status: 302, location: '/end' },
      { method: 'GET', status: 200 },
    ],
    page: { title: 'session=mine' },
  });
  expect(second.payment.outcome).toBe('open');
  const visits = (await readRecords()).filter(({ type }) => type === 'customer.visited');
  expect(visits.at(-1)).toMatchObject({ paymentId: id, action: null, typedUrl: `${stage.app.url}/forged?status=success` });
});

test('another browser takes no cookies along and leaves none behind', async () => {
  greetByCookie();
  const customer = (await connect(stage.harness.url).openLane()).customer(await createLink());
  await customer.open(`${stage.app.url}/back`);
  const other = await customer.open(`${stage.app.url}/back`, { freshCookies: true });
  expect(other.visit.page?.title).toBe('nobody');
  expect((await readRecords()).at(-1)).toMatchObject({ hasFreshCookies: true });
  expect((await customer.open(`${stage.app.url}/back`)).visit.page?.title).toBe('session=mine');
});

test('secrets of the address are masked', async () => {
  const id = await createLink();
  const token = stage.harness.env.SECPAID_TOKEN ?? '';
  await stage.visit(id, undefined, { url: `${stage.app.url.replace('//', '//me:hush-hush@')}/back?x=${token}` });
  const text = JSON.stringify((await readRecords()).at(-1));
  expect(text).toContain('/back?x=');
  for (const secret of [token, 'hush-hush']) expect(text).not.toContain(secret);
});

test.each([
  ['a host outside', { url: 'http://192.0.2.1/' }, 'blocked_target'],
  ['a cloud metadata address', { url: 'http://169.254.169.254/latest' }, 'blocked_target'],
  ['another scheme', { url: 'ftp://localhost/' }, 'invalid_body'],
  ['a relative address', { url: '/back' }, 'invalid_body'],
  ['an action beside it', { url: 'http://localhost:1/', action: { action: 'pay' } }, 'invalid_body'],
  ['fresh cookies without it', { freshCookies: true }, 'invalid_body'],
])('refuses %s, and goes nowhere', async (_title, body, code) => {
  const id = await createLink();
  const { newestSeq } = stage.harness.engine.log;
  await expect(stage.visit(id, undefined, body)).rejects.toThrow(`"code":"${code}"`);
  expect(stage.harness.engine.log.newestSeq).toBe(newestSeq);
});

test('a host that is refused comes with a hint', async () => {
  await expect(stage.visit(await createLink(), undefined, { url: 'http://192.0.2.1/' })).rejects.toThrow(
    '--allow-target 192.0.2.1',
  );
});
