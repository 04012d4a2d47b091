import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BrowserRequest, findNextHop } from '../../../server/engine/customer/next-hop.js';
import { answer, closeWithoutReply, redirect } from '../../support/bad-behaviours.js';
import { BadTarget } from '../../support/bad-target.js';
import { walk } from './walk.js';

let app: BadTarget;
const page = answer(200, { headers: [['Content-Type', 'text/html']], body: '<title>Here</title>' });

beforeEach(async () => {
  app = await BadTarget.start();
  app.always(page);
});
afterEach(() => app.close());

/** A page with a form, and the form. */
function post(path: string): BrowserRequest[] {
  const body = { contentType: 'application/x-www-form-urlencoded', text: 'a=1&b=2' };
  return [
    { method: 'GET', url: app.url('/form') },
    { method: 'POST', url: app.url(path), body },
  ];
}

test('a form goes out on a connection of its own, and once, also when no answer comes', async () => {
  app.on('/pay', closeWithoutReply());
  const { hops, stoppedBy } = await walk(post('/pay'));
  expect(hops.map(({ method, status }) => [method, status])).toEqual([
    ['GET', 200],
    ['POST', null],
  ]);
  expect(stoppedBy).toContain('closed the connection without a reply');
  expect(app.requests.map(({ method, connection }) => [method, connection])).toEqual([
    ['GET', 1],
    ['POST', 2],
  ]);
});

test.each([
  [301, 'GET'],
  [302, 'GET'],
  [303, 'GET'],
  [307, 'POST'],
  [308, 'POST'],
])('a form that is answered %i is followed with %s', async (status, method) => {
  app.on('/pay', redirect(status, '/next'));
  const { hops, page: end } = await walk(post('/pay'));
  expect(hops.map((hop) => [hop.method, hop.status])).toEqual([
    ['GET', 200],
    ['POST', status],
    [method, 200],
  ]);
  expect(end?.url).toBe(app.url('/next'));
  const last = app.requests.at(-1);
  const header = (name: string) => last?.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  expect(last?.body.toString()).toBe(method === 'POST' ? 'a=1&b=2' : '');
  expect(header('content-type')).toBe(method === 'POST' ? 'application/x-www-form-urlencoded' : undefined);
  expect(header('origin')).toBe(method === 'POST' ? new URL(app.url()).origin : undefined);
});

test.each([300, 304, 305, 306])('%i with a Location is no redirect', async (status) => {
  app.on('/a', redirect(status, '/next'));
  expect(await walk(app.url('/a'))).toMatchObject({ hops: [{ status, location: '/next' }], page: { status } });
});

describe('a Location', () => {
  test.each([
    ['/deep/next?x=1', '/deep/next?x=1'],
    ['next', '/a/next'],
    ['../up', '/up'],
    ['./', '/a/'],
    ['/next#part', '/next#part'],
    ['/caf\u00c3\u00a9', '/caf%C3%A9'],
    ['/with space', '/with%20space'],
  ])('%s is resolved as a browser does', async (location, expected) => {
    app.on('/a/b', redirect(302, location));
    const { page: end, hops } = await walk(app.url('/a/b'));
    expect(end?.url).toBe(app.url(expected));
    expect(hops[0]?.location).toBe(location);
  });

  test('may be absolute, or leave out the scheme', async () => {
    const other = await BadTarget.start();
    other.always(page);
    app.on('/absolute', redirect(302, other.url('/there')));
    app.on('/relative', redirect(302, other.url('/there').replace('http:', '')));
    for (const path of ['/absolute', '/relative']) expect((await walk(app.url(path))).page?.url).toBe(other.url('/there'));
    await other.close();
  });

  test('keeps the fragment of the address that it replaces', async () => {
    app.on('/a', redirect(302, '/b'));
    expect((await walk(app.url('/a#kept'))).page?.url).toBe(app.url('/b#kept'));
  });

  test('may be a query only', () => {
    const next = findNextHop({ method: 'GET', url: 'http://localhost/a/b?old=1' }, 302, '?only=query');
    expect(next).toEqual({ kind: 'go', request: { method: 'GET', url: 'http://localhost/a/b?only=query' } });
  });

  test('of whatever text leads to http, or to words about it', () => {
    const from = { method: 'GET', url: 'http://localhost:3000/a' } as const;
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.webPath()),
        fc.constantFrom(301, 307),
        (location, status) => {
          const next = findNextHop(from, status, location);
          if (next.kind === 'go') expect(next.request.url).toMatch(/^https?:\/\//);
          else expect(next).toMatchObject({ kind: 'stopped', message: expect.stringMatching(/\S/) });
        },
      ),
    );
  });

  test('that is missing leaves the browser where it is', async () => {
    app.on('/a', redirect(302));
    expect(await walk(app.url('/a'))).toMatchObject({ page: { url: app.url('/a'), status: 302 } });
  });

  test.each(['http://[', 'http://', 'http://a b/', '//:0', 'http://x:99999/'])(
    '%s ends the visit with words',
    async (location) => {
      app.on('/a', redirect(302, location));
      expect(await walk(app.url('/a'))).toEqual({
        hops: [{ method: 'GET', url: app.url('/a'), status: 302, location }],
        page: null,
        stoppedBy: `the Location of the 302 is not a URL: ${JSON.stringify(location)}.`,
      });
    },
  );

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'myapp://paid', 'ftp://localhost/'])(
    '%s is not followed',
    async (location) => {
      app.on('/a', redirect(302, location));
      const { page: end, stoppedBy } = await walk(app.url('/a'));
      expect(end).toBeNull();
      expect(stoppedBy).toBe(
        `the 302 leads to ${JSON.stringify(location)}, and a browser follows redirects to http and https only.`,
      );
    },
  );
});

test('a loop ends after 20 redirects', async () => {
  app.on('/a', redirect(302, '/b'));
  app.on('/b', redirect(302, '/a'));
  const { hops, page: end, stoppedBy } = await walk(app.url('/a'));
  expect({ count: hops.length, end, stoppedBy }).toEqual({ count: 21, end: null, stoppedBy: 'limit' });
  expect(app.requests.length).toBe(21);
});

test('twenty redirects are followed to their page', async () => {
  for (let number = 0; number < 20; number++) app.on(`/${number}`, redirect(302, `/${number + 1}`));
  expect((await walk(app.url('/0'))).page?.url).toBe(app.url('/20'));
});

describe('a customer who closes the tab', () => {
  test('follows no redirect', async () => {
    app.on('/pay', redirect(302, '/next'));
    expect(await walk(post('/pay'), { closesTab: true })).toMatchObject({
      hops: { length: 2 },
      page: null,
      stoppedBy: 'close-tab',
    });
    expect(app.requests.map(({ target }) => target)).toEqual(['/form', '/pay']);
  });

  test('still sees the page that the form is answered with', async () => {
    const visit = await walk(post('/pay'), { closesTab: true });
    expect(visit).toMatchObject({ page: { url: app.url('/pay') } });
    expect(visit.stoppedBy).toBeUndefined();
  });
});

describe('a checkout that turns the customer away', () => {
  test('is not sent a form that its page does not show', async () => {
    app.on('/form', answer(410, { headers: [['Content-Type', 'text/html']], body: '<title>Already paid</title>' }));
    const visit = await walk(post('/pay'));
    expect(visit).toMatchObject({ page: { status: 410, title: 'Already paid' }, hops: { length: 1 } });
    expect(visit.stoppedBy).toBe('the checkout answered 410 “Already paid”, so nothing was done there.');
  });

  test('by refusing the form is told as such', async () => {
    app.on('/pay', answer(403, { body: 'no' }));
    expect(await walk(post('/pay'))).toMatchObject({
      page: { status: 403, body: 'no' },
      stoppedBy: 'the checkout answered 403, so nothing was done there.',
    });
  });
});
