import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Payment } from '../../../server/domain/payment.js';
import { CookieJars, createJar, keepCookies, readCookies } from '../../../server/engine/customer/cookie-jars.js';
import { judgeSite } from '../../../server/engine/customer/same-site.js';
import { answer, type Behaviour, redirect } from '../../support/bad-behaviours.js';
import { BadTarget } from '../../support/bad-target.js';
import { walk } from './walk.js';

let app: BadTarget;

beforeEach(async () => {
  app = await BadTarget.start();
});
afterEach(() => app.close());

const setAndGo = (location: string, ...cookies: string[]): Behaviour =>
  answer(302, { headers: [...cookies.map((cookie) => ['Set-Cookie', cookie] as const), ['Location', location]] });

/** Answers only who brings the cookie. */
const needs =
  (cookie: string): Behaviour =>
  (call) => {
    const sent = call.request.headers.find(([name]) => name === 'Cookie')?.[1] ?? '';
    (sent.split('; ').includes(cookie) ? answer(200, { body: 'welcome' }) : redirect(303, '/login'))(call);
  };

test('a cookie of the first hop goes along on the second', async () => {
  app.on('/return', setAndGo('/thanks', 'sid=abc; HttpOnly; Path=/', 'theme=dark'));
  app.on('/thanks', needs('sid=abc'));
  const { page, hops } = await walk(app.url('/return'));
  expect(page?.body).toBe('welcome');
  expect(hops.length).toBe(2);
});

test('a browser that keeps no cookie would end at the login, which is what the test above would miss', async () => {
  app.on('/return', redirect(302, '/thanks'));
  app.on('/thanks', needs('sid=abc'));
  app.on('/login', answer(200, { body: 'log in' }));
  expect((await walk(app.url('/return'))).page?.body).toBe('log in');
});

test('a cookie that expires at once is gone, and a new value replaces the old one', async () => {
  const jar = createJar();
  await keepCookies(jar, app.url('/'), [
    ['set-cookie', 'a=1'],
    ['Set-Cookie', 'b=1'],
    ['Set-Cookie', 'a=2'],
    ['Set-Cookie', 'b=; Max-Age=0'],
  ]);
  expect(await readCookies(jar, app.url('/'), 'GET', null)).toBe('a=2');
});

describe.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://shop.localhost:3000'])(
  'at %s',
  (origin) => {
    const send = async (cookie: string, path = '/') => {
      const jar = createJar();
      await keepCookies(jar, `${origin}/dir/page`, [['Set-Cookie', cookie]]);
      return readCookies(jar, origin + path, 'GET', null);
    };

    test('Secure cookies live without TLS, as browsers let them on this machine', async () => {
      expect(await send('a=1; Secure; Path=/')).toBe('a=1');
    });

    test('a Path limits where a cookie goes', async () => {
      expect(await send('a=1; Path=/dir')).toBe('');
      expect(await send('a=1; Path=/dir', '/dir/other')).toBe('a=1');
      expect(await send('a=1', '/dir/other')).toBe('a=1');
      expect(await send('a=1')).toBe('');
    });

    test('a Domain of somebody else is refused, without a word and without an exception', async () => {
      for (const domain of ['example.com', 'com', 'other.localhost', '10.0.0.1', '..', '[::2]', '']) {
        const sent = await send(`a=1; Path=/; Domain=${domain}`);
        // An empty Domain counts as none.
        expect(sent, domain).toBe(domain === '' ? 'a=1' : '');
      }
    });

    test('prefixes are believed only with what they promise', async () => {
      expect(await send('__Host-a=1; Path=/')).toBe('');
      expect(await send('__Host-a=1; Secure; Path=/')).toBe('__Host-a=1');
    });

    test.each(['', '=', ';', 'a', '=x', 'a=1; Max-Age=nonsense; Path=/', `a=${'x'.repeat(10_000)}; Path=/`, 'a=\u0001; Path=/'])(
      'the Set-Cookie %j breaks nothing',
      async (cookie) => expect(await send(cookie)).toEqual(expect.any(String)),
    );
  },
);

test('on a private address without TLS, a Secure cookie is not kept', async () => {
  const jar = createJar();
  await keepCookies(jar, 'http://192.168.1.5/', [['Set-Cookie', 'a=1; Secure']]);
  expect(await readCookies(jar, 'http://192.168.1.5/', 'GET', null)).toBe('');
});

describe('SameSite', () => {
  const checkout = 'http://localhost:4747/pay';
  const send = async (to: string, method = 'GET') => {
    const jar = createJar();
    for (const mode of ['Strict', 'Lax', 'None']) {
      await keepCookies(jar, to, [['Set-Cookie', `${mode}=1; SameSite=${mode}; Secure; Path=/`]]);
    }
    return readCookies(jar, to, method, checkout);
  };

  test('lets everything through between ports of one host', async () => {
    expect(await send('http://localhost:3000/back')).toBe('Strict=1; Lax=1; None=1');
  });

  test('keeps Strict back from another site, and Lax too when a form is sent again', async () => {
    expect(await send('https://shop.example.com/back')).toBe('Lax=1; None=1');
    expect(await send('https://shop.example.com/back', 'POST')).toBe('None=1');
  });

  test.each([
    ['https://a.example.com/', 'https://b.example.com/', 'strict'],
    ['https://a.co.uk/', 'https://b.co.uk/', 'lax'],
    ['http://example.com/', 'https://example.com/', 'lax'],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:2/', 'strict'],
    ['http://127.0.0.1/', 'http://127.0.0.2/', 'lax'],
    ['http://[::1]:1/', 'http://[::1]:2/', 'strict'],
    ['http://a.localhost/', 'http://b.localhost/', 'lax'],
    ['http://intranet/', 'http://intranet:81/', 'strict'],
  ])('%s and %s are %s to each other', (one, other, verdict) => expect(judgeSite(one, 'GET', other)).toBe(verdict));
});

test('each payment has a jar of its own, and the same one again as long as the payment lives', () => {
  const jars = new CookieJars();
  const payment = { id: '50001' } as Payment;
  expect(jars.of(payment)).toBe(jars.of(payment));
  expect(jars.of({ ...payment })).not.toBe(jars.of(payment));
});
