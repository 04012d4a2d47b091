import { describe, expect, test } from 'vitest';
import type { EventAnnounced, LogRecord } from '../../server/protocol/records.js';
import { buildHar } from '../../ui/src/exchange/build-har.js';
import type { Exchange } from '../../ui/src/exchange/exchange.js';
import type { HarEntry } from '../../ui/src/exchange/har.js';
import { makeApiCalled, makeRequest, ORIGIN, toBinaryBody, toExchange, toTextBody } from './make-exchange.js';
import { makeAttemptFinished, makeAttemptStarted, makeEventAnnounced, makeRecord } from './make-record.js';

function toEntry(exchange: Exchange): HarEntry {
  const [entry, ...others] = buildHar([exchange], '1.2.3').log.entries;
  if (!entry || others.length > 0) throw new Error('one exchange makes one entry');
  return entry;
}

const sent = {
  method: 'POST',
  url: 'http://localhost:3000/hook?a=1',
  headers: [['Content-Type', 'application/json']] as [string, string][],
};
const event = makeEventAnnounced(2, 'p1', '{"paid":"ü"}') as LogRecord & EventAnnounced;

describe('an HTTP archive', () => {
  test('holds the exchanges in order, says who made it, and that credentials are masked', () => {
    const exchanges = [1, 2, 3].map((seq) => toExchange(makeApiCalled(seq, makeRequest())));
    const { log } = buildHar(exchanges, '1.2.3');
    expect(log).toMatchObject({
      version: '1.2',
      creator: { name: 'Paystage', version: '1.2.3' },
      comment: 'Credentials are masked as in the log.',
    });
    expect(log.entries.map(({ _record }) => _record)).toEqual([1, 2, 3].map((seq) => ({ seq, type: 'api.called' })));
    expect(JSON.parse(JSON.stringify(log))).toEqual(log);
  });

  test('says of a call everything that the format asks for', () => {
    const headers: [string, string][] = [
      ['b-Second', '1'],
      ['A-First', '2'],
      ['b-second', '3'],
      ['Content-Type', 'application/json'],
    ];
    const request = makeRequest({ url: '/testpay/links?q=a%20b&q=&x', headers, body: toTextBody('{"amount":"1 €"}') });
    const record = makeApiCalled(
      7,
      request,
      [
        ['Location', '/next'],
        ['Content-Type', 'text/html'],
      ],
      toTextBody('<b>ü</b>'),
    );
    expect(toEntry(toExchange(record))).toEqual({
      // 40 ms before the record, which is written when the answer is out.
      startedDateTime: new Date(Date.parse(record.at) - 40).toISOString(),
      time: 40,
      request: {
        method: 'POST',
        url: `${ORIGIN}/testpay/links?q=a%20b&q=&x`,
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: headers.map(([name, value]) => ({ name, value })),
        queryString: [
          { name: 'q', value: 'a b' },
          { name: 'q', value: '' },
          { name: 'x', value: '' },
        ],
        postData: { mimeType: 'application/json', text: '{"amount":"1 €"}' },
        headersSize: -1,
        bodySize: 18,
      },
      response: {
        status: 201,
        statusText: '',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Location', value: '/next' },
          { name: 'Content-Type', value: 'text/html' },
        ],
        content: { size: 9, mimeType: 'text/html', text: '<b>ü</b>' },
        redirectURL: '/next',
        headersSize: -1,
        bodySize: 9,
      },
      cache: {},
      timings: { send: 0, wait: 40, receive: 0 },
      comment: expect.stringContaining('createLink'),
      _record: { seq: 7, type: 'api.called' },
    });
  });

  test('reads the cookies that were sent and those that were set', () => {
    const request = makeRequest({
      headers: [
        ['Cookie', 'sid=a=b; theme=dark;; flag'],
        ['cookie', 'more=1'],
      ],
    });
    const record = makeApiCalled(1, request, [
      ['Set-Cookie', 'sid=; Path=/shop; Domain=shop.test; HttpOnly; Secure; SameSite=Lax; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
      ['set-cookie', 'plain=1; Expires=never'],
    ]);
    const { request: har, response } = toEntry(toExchange(record));
    expect(har.cookies).toEqual([
      { name: 'sid', value: 'a=b' },
      { name: 'theme', value: 'dark' },
      { name: 'flag', value: '' },
      { name: 'more', value: '1' },
    ]);
    expect(response.cookies).toEqual([
      {
        name: 'sid',
        value: '',
        path: '/shop',
        domain: 'shop.test',
        httpOnly: true,
        secure: true,
        expires: '2026-10-21T07:28:00.000Z',
      },
      { name: 'plain', value: '1' },
    ]);
  });

  test('keeps bytes that are no text as base64, and says when there were more of them', () => {
    const record = makeApiCalled(1, makeRequest({ body: toBinaryBody(0, 255) }), [], {
      base64: 'AP8=',
      sizeBytes: 9_000,
      isCut: true,
    });
    const { request, response } = toEntry(toExchange(record));
    expect(request.postData).toEqual({ mimeType: 'application/json', text: 'AP8=', _encoding: 'base64' });
    expect(response.content).toEqual({
      size: 9_000,
      mimeType: '',
      text: 'AP8=',
      encoding: 'base64',
      comment: 'Only the beginning of the body was kept.',
    });
  });

  test('takes the bytes of an attempt from its event, and the time from its start', () => {
    const record = makeAttemptFinished(9, 'p1', 1, { request: sent, remoteAddress: '127.0.0.1:3000' });
    const start = makeAttemptStarted(3, 'p1');
    const entry = toEntry(toExchange(record, { event, start }));
    expect(entry).toMatchObject({ startedDateTime: start.at, time: 12, serverIPAddress: '127.0.0.1', connection: '3000' });
    expect(entry.request).toMatchObject({ url: sent.url, bodySize: 13, postData: { text: '{"paid":"ü"}' } });
    expect(toEntry(toExchange({ ...record, remoteAddress: '[::1]:3000' } as LogRecord))).toMatchObject({
      serverIPAddress: '::1',
      connection: '3000',
    });
  });

  test('does not say that there was no body where it is not known', () => {
    const { request } = toEntry(toExchange(makeAttemptFinished(9, 'p1', 1, { request: sent })));
    expect(request).not.toHaveProperty('postData');
    expect(request.bodySize).toBe(-1);
    expect(toEntry(toExchange(makeApiCalled(1, makeRequest()))).request.bodySize).toBe(0);
  });

  test('says why there is no answer', () => {
    const record = makeAttemptFinished(9, 'p1', 1, { request: sent, code: 'refused', sentence: 'Nobody listens there.' });
    const { response, ...entry } = toEntry(toExchange(record, { event }));
    expect(response).toEqual({
      status: 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _error: expect.stringContaining('obody listens there.'),
    });
    expect(entry).not.toHaveProperty('serverIPAddress');
  });

  test('takes a callback for the plain GET that it is', () => {
    const record = makeRecord(4, {
      type: 'callback.called',
      paymentId: 'p1',
      url: 'http://localhost:3000/done?id=7',
      code: 'acknowledged',
      sentence: 'Answered 200.',
      latencyMs: 5,
      response: { status: 200, headers: [] },
    });
    const { request, time } = toEntry(toExchange(record));
    expect(request).toMatchObject({ method: 'GET', headers: [], queryString: [{ name: 'id', value: '7' }], bodySize: 0 });
    expect(time).toBe(5);
  });
});
