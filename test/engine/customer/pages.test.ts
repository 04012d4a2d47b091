import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findTitle } from '../../../server/engine/customer/find-title.js';
import { createTransport } from '../../../server/transport/transport.js';
import {
  answer,
  dripBody,
  endlessBody,
  neverAnswer,
  rawThenClose,
  redirect,
  resetWithoutReply,
} from '../../support/bad-behaviours.js';
import { BadTarget } from '../../support/bad-target.js';
import { measureCpuMs } from '../../support/cpu-time.js';
import { walk } from './walk.js';

let app: BadTarget;

beforeEach(async () => {
  app = await BadTarget.start();
});
afterEach(() => app.close());

const serve = (contentType: string | null, body: string | Buffer, extra: [string, string][] = []) =>
  app.on(
    '/',
    answer(200, { headers: [...(contentType === null ? [] : [['Content-Type', contentType] as const]), ...extra], body }),
  );
const read = async () => (await walk(app.url('/'))).page;

describe('the page on which a visit ends', () => {
  test('is kept with its title and text', async () => {
    serve('text/html; charset=utf-8', '<!doctype html><html><head><title> Thank\n you &amp; bye </title></head><p>ä');
    expect(await read()).toEqual({
      url: app.url('/'),
      status: 200,
      contentType: 'text/html; charset=utf-8',
      title: 'Thank you & bye',
      body: '<!doctype html><html><head><title> Thank\n you &amp; bye </title></head><p>ä',
      sizeBytes: expect.any(Number),
    });
  });

  test('may be JSON or plain text, which has no title', async () => {
    serve('application/json', '{"html":"<title>x</title>"}');
    expect(await read()).toMatchObject({ title: null, body: '{"html":"<title>x</title>"}' });
    serve('text/plain', '<title>x</title>');
    expect(await read()).toMatchObject({ title: null, body: '<title>x</title>' });
  });

  test('is read in its own charset', async () => {
    serve('text/html; charset=iso-8859-1', Buffer.from('<title>Bestätigt</title>', 'latin1'));
    expect((await read())?.title).toBe('Bestätigt');
    serve('text/html', Buffer.from('<meta charset="windows-1252"><title>Bestätigt</title>', 'latin1'));
    expect((await read())?.title).toBe('Bestätigt');
    serve('text/html; charset=klingon', '<title>Bestätigt</title>');
    expect((await read())?.title).toBe('Bestätigt');
    serve(null, '<title>Bestätigt</title>');
    expect((await read())?.title).toBe('Bestätigt');
  });

  test('has no text when it is a picture', async () => {
    serve('image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]));
    expect(await read()).toMatchObject({ title: null, body: null, sizeBytes: 5, note: 'It is not text but image/png.' });
    serve(null, Buffer.from([0, 1, 2]));
    expect(await read()).toMatchObject({ body: null, note: 'It is not text.' });
  });

  test('is asked for without compression, and says so when it is compressed all the same', async () => {
    serve('text/html', gzipSync('<title>x</title>'), [['Content-Encoding', 'gzip']]);
    expect(await read()).toMatchObject({
      status: 200,
      title: null,
      body: null,
      note: expect.stringContaining('compressed (gzip)'),
    });
    expect(app.requests[0]?.headers).toContainEqual(['Accept-Encoding', 'identity']);
  });

  test('is cut at 64 KiB, never in the middle of a character', async () => {
    app.on('/', endlessBody(200, [['Content-Type', 'text/html']]));
    const endless = await read();
    expect(endless).toMatchObject({ status: 200, note: 'It is longer than the 64 KiB that were read.' });
    expect(endless?.body?.length).toBe(65_536);
    serve('text/html', `<title>x</title>a${'ä'.repeat(60_000)}`);
    const long = await read();
    expect(long).toMatchObject({ title: 'x', sizeBytes: 120_017 });
    expect(long?.body).not.toContain('\ufffd');
  });

  test('may be an error of the app', async () => {
    app.on('/', answer(500, { headers: [['Content-Type', 'text/html']], body: '<title>Oops</title>' }));
    const visit = await walk(app.url('/'));
    expect(visit).toMatchObject({ page: { status: 500, title: 'Oops' } });
    expect(visit.stoppedBy).toBeUndefined();
  });
});

describe('an app that cannot be read', () => {
  test('because it is down ends the visit in words, with the hop that failed', async () => {
    const gone = app.url('/back');
    app.on('/go', redirect(302, gone));
    const elsewhere = await BadTarget.start();
    elsewhere.on('/go', redirect(302, elsewhere.url('/back').replace(String(elsewhere.port), '1')));
    const visit = await walk(elsewhere.url('/go'));
    await elsewhere.close();
    expect(visit).toMatchObject({ page: null, hops: [{ status: 302 }, { url: 'http://127.0.0.1:1/back', status: null }] });
    expect(visit.stoppedBy).toMatch(/^nobody listens on 127\.0\.0\.1:1\. Is your app running on /);
  });

  test('because it stays silent ends at its limit', async () => {
    app.on('/', neverAnswer());
    const visit = await walk(app.url('/'), { limits: { hopMs: 3_000 } });
    expect(visit).toMatchObject({ page: null, hops: [{ status: null }] });
    expect(visit.stoppedBy).toMatch(/did not answer within 3 s/);
  });

  test('because the checkout stays silent is explained where that is known', async () => {
    app.on('/', neverAnswer());
    const visit = await walk(app.url('/'), { limits: { checkoutMs: 80 }, isCheckout: () => true });
    expect(visit.stoppedBy).toMatch(/^it is held for more than \d+(\.\d+)? ms\.$/);
  });

  test('because its page never ends is told, with what came', async () => {
    app.on('/', dripBody(200, 5));
    const visit = await walk(app.url('/'), { limits: { hopMs: 3_000 } });
    expect(visit).toMatchObject({ page: { status: 200 }, stoppedBy: 'the page began and did not end in time.' });
  });

  test('because it takes its time at every hop ends when the whole visit has lasted too long', async () => {
    app.always(({ socket }) => void setTimeout(() => redirect(302, '/again')({ socket } as never), 30));
    const visit = await walk(app.url('/'), { limits: { totalMs: 100 } });
    expect(visit.hops.length).toBeLessThan(8);
    expect(visit.stoppedBy).toMatch(/the visit took longer than 100 ms|did not answer within|no connection to/);
  });

  test.each([
    ['a reset', resetWithoutReply(), /reset the connection without a reply/],
    ['bytes that are no HTTP', rawThenClose('hello\r\n\r\n'), /something that is not HTTP/],
    ['half a head', rawThenClose('HTTP/1.1 200 OK\r\nContent-'), /in the middle of the head/],
  ])('because of %s is told in plain words', async (_what, behaviour, words) => {
    app.on('/', behaviour);
    const visit = await walk(app.url('/'));
    expect(visit).toMatchObject({ page: null, stoppedBy: expect.stringMatching(words) });
  });

  test.each([
    ['http://203.0.113.9/x', /203\.0\.113\.9 lies outside this machine .* start with --allow-target 203\.0\.113\.9\./],
    ['http://169.254.169.254/latest/meta-data', /never called/],
  ])('because %s may not be called is told with the reason', async (location, words) => {
    app.on('/', redirect(302, location));
    const visit = await walk(app.url('/'));
    expect(visit).toMatchObject({ page: null, hops: [{ status: 302 }, { url: location, status: null }] });
    expect(visit.stoppedBy).toMatch(words);
  });

  test('because the transport is closed is no exception', async () => {
    const transport = createTransport();
    await transport.close();
    expect(await transport.send({ method: 'GET', url: app.url(), headers: [], timeoutMs: 10 })).toMatchObject({ kind: 'failed' });
  });
});

describe('a title', () => {
  test.each([
    ['<title>a</title>', 'a'],
    ['<TITLE class="x">A</TITLE>', 'A'],
    ['<!-- <title>no</title> --><title>yes</title>', 'yes'],
    ['<script>"<title>no</title>"</script><title>yes</title>', 'yes'],
    ['<svg><title>no</title></svg><title>yes</title>', 'yes'],
    ['<titles>no</titles><title>yes</title>', 'yes'],
    ['<title></title>', null],
    ['<title>never ends', null],
    ['<title', null],
    ['no markup', null],
    ['<title>&#8364; &#x20AC; &lt;b&gt; &unknown; &#0; &#x110000;</title>', '€ € <b> &unknown; &#0; &#x110000;'],
    [`<title>İ${'x'.repeat(300)}</title>`, `İ${'x'.repeat(199)}`],
  ])('of %j is %j', (html, title) => expect(findTitle(html)).toBe(title));

  test('is looked for in one pass, whatever the markup', () => {
    const piece = fc.constantFrom('<', '<title>', '</title', '<!--', '-->', '<script>', '</script>', '<svg', '&#9999999;', 'x');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void findTitle(pieces.join(''))));
    for (const hostile of ['<', '<title', '<script', '<!-', '<svg', '</title']) {
      const html = hostile.repeat(65_536 / hostile.length);
      expect(
        measureCpuMs(() => findTitle(html)),
        hostile,
      ).toBeLessThan(500);
    }
  });
});
