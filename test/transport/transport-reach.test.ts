import { describe, expect, test } from 'vitest';
import { hideCredentials } from '../../server/domain/url-credentials.js';
import { answer } from '../support/bad-behaviours.js';
import { startDeafListener } from '../support/deaf-listener.js';
import { findFreePort } from '../support/free-port.js';
import {
  expectAnswer,
  expectFailure,
  hasIpv6,
  makeRequest,
  makeTransport,
  startTarget,
  TIMEOUT_MS,
  TIMEOUT_WORDS,
  TIMER_SLACK_MS,
} from './transport-setup.js';

describe('A1 nobody listens', () => {
  test('A1 says so at once and names both addresses that localhost stands for', async () => {
    const port = await findFreePort();
    const result = await makeTransport().send(makeRequest(`http://localhost:${port}/hook`));
    const failure = expectFailure(result, 'refused', 'connect');
    expect(failure.message).toBe(`nobody listens on localhost:${port} (tried 127.0.0.1 and ::1)`);
    expect(failure.hint).toBe(`Is your app running on http://localhost:${port}?`);
    expect(failure.remoteAddress).toBeUndefined();
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS);
  });

  test('A1 names a single address without a list', async () => {
    const port = await findFreePort();
    const failure = expectFailure(await makeTransport().send(makeRequest(`http://127.0.0.1:${port}/`)), 'refused', 'connect');
    expect(failure.message).toBe(`nobody listens on 127.0.0.1:${port}`);
  });

  test('A1 works as soon as somebody listens', async () => {
    const port = await findFreePort();
    const transport = makeTransport();
    expectFailure(await transport.send(makeRequest(`http://localhost:${port}/`)), 'refused', 'connect');
    await startTarget({ port });
    expect(expectAnswer(await transport.send(makeRequest(`http://localhost:${port}/`))).status).toBe(204);
  });
});

describe('A2 the name', () => {
  test('A2 does not exist', async () => {
    const resolveName = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND shop.test'), { code: 'ENOTFOUND' }));
    const failure = expectFailure(await makeTransport({ resolveName }).send(makeRequest('http://shop.test/')), 'dns', 'dns');
    expect(failure.message).toBe('the name shop.test does not exist (ENOTFOUND)');
  });

  test('A2 does not exist, asked of the real resolver', async () => {
    const result = await makeTransport().send(makeRequest('http://name.invalid/', { timeoutMs: 5_000 }));
    expect(expectFailure(result, 'dns', 'dns').message).toContain('name.invalid');
  });

  test('A2 hangs no longer than the timer, and asks only once for all who wait', async () => {
    let asked = 0;
    const resolveName = () => {
      asked++;
      return new Promise<never>(() => {});
    };
    const transport = makeTransport({ resolveName });
    const results = await Promise.all([1, 2, 3].map(() => transport.send(makeRequest('http://shop.test/'))));
    for (const result of results) {
      expect(expectFailure(result, 'dns', 'dns').message).toBe(`the name shop.test was not resolved within ${TIMEOUT_WORDS}`);
      expect(result.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    }
    expect(asked).toBe(1);
  });
});

test('A3 a target that drops connection requests ends by the timer, in the phase "connect"', async () => {
  const deaf = await startDeafListener();
  const failure = expectFailure(await makeTransport().send(makeRequest(`http://127.0.0.1:${deaf.port}/`)), 'timeout', 'connect');
  expect(failure.message).toBe(`no connection to 127.0.0.1:${deaf.port} within ${TIMEOUT_WORDS}`);
  expect(failure.latencyMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 2);
  expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
  await deaf.close();
});

describe('A4 A5 localhost', () => {
  const never = () => Promise.reject(new Error('the resolver must not be asked'));

  const cases = [
    ['127.0.0.1', 'localhost', '127.0.0.1'],
    ['::1', 'localhost', '[::1]'],
    ['::1', 'shop.localhost', '[::1]'],
    ['127.0.0.1', 'LOCALHOST.', '127.0.0.1'],
    ['0.0.0.0', 'localhost', '127.0.0.1'],
    ['::', 'localhost', '127.0.0.1'],
    ['::1', '::1', '[::1]'],
  ] as const;

  test.each(cases.filter(([host]) => hasIpv6 || !host.includes(':')))(
    'A4 an app on %s answers at http://%s, whatever the resolver says, and the address used is told',
    async (host, name, remote) => {
      const target = await startTarget({ host });
      const result = expectAnswer(await makeTransport({ resolveName: never }).send(makeRequest(target.url('/', name))));
      expect(result.remoteAddress).toBe(`${remote}:${target.port}`);
    },
  );
});

test.each([6000, 6667, 10080])('A6 port %i works, which fetch refuses', async (port) => {
  const target = await startTarget({ port });
  expect(expectAnswer(await makeTransport().send(makeRequest(target.url()))).status).toBe(204);
});

describe('A7 the URL', () => {
  test('A7 path, escapes and query go out exactly; the fragment does not', async () => {
    const target = await startTarget();
    const path = `/a%2Fb/%7euser//x;y=1/ü?q=%20+&r[]=%F0%9F%92%B6&empty=&x=${'y'.repeat(2_000)}`;
    await makeTransport().send(makeRequest(`${target.url(path)}#fragment`));
    const [request] = await target.waitForRequests(1);
    expect(request?.target).toBe(path.replace('ü', '%C3%BC'));
  });

  test('A7 credentials become a Basic header, and stay out of what is shown', async () => {
    const target = await startTarget();
    const url = target.url('/x').replace('//', '//us%40er:p%C3%A4ss%3A@');
    const result = await makeTransport().send(makeRequest(url));
    const [request] = await target.waitForRequests(1);
    const expected = `Basic ${Buffer.from('us@er:päss:').toString('base64')}`;
    expect(request?.headers.at(-2)).toEqual(['authorization', expected]);
    expect(JSON.stringify(result)).not.toContain(expected);
    expect(JSON.stringify(result)).not.toContain('us%40er');
    expect(hideCredentials(url)).toBe(target.url('/x').replace('://', '://***@'));
  });

  test('A7 a header of the caller wins over credentials of the URL', async () => {
    const target = await startTarget();
    const headers: [string, string][] = [['Authorization', 'Bearer abc']];
    await makeTransport().send(makeRequest(target.url().replace('//', '//user:pass@'), { headers }));
    const [request] = await target.waitForRequests(1);
    expect(request?.headers.filter(([name]) => name.toLowerCase() === 'authorization')).toEqual(headers);
  });

  test('A7 an international name is sent in ASCII', async () => {
    const target = await startTarget();
    const transport = makeTransport({ resolveName: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) });
    await transport.send(makeRequest(target.url('/', 'bücher.test')));
    const [request] = await target.waitForRequests(1);
    expect(request?.headers[0]).toEqual(['host', `xn--bcher-kva.test:${target.port}`]);
  });

  test.each([
    ['not a url', 'not a url is not a URL'],
    ['http://user:secret@', 'http://***@ is not a URL'],
    ['ftp://localhost/x', 'only http and https can be called, not ftp'],
    ['javascript:alert(1)', 'only http and https can be called, not javascript'],
    ['', 'is not a URL'],
  ])('A7 "%s" fails with a reason instead of throwing', async (url, message) => {
    const failure = expectFailure(await makeTransport().send(makeRequest(url)), 'blocked_target', 'target');
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain('secret');
  });
});

test('A9 proxy variables are ignored', async () => {
  const proxy = await startTarget();
  proxy.always(answer(200, { body: 'from the proxy' }));
  const target = await startTarget();
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
  for (const name of names) process.env[name] = proxy.url();
  try {
    expect(expectAnswer(await makeTransport().send(makeRequest(target.url()))).status).toBe(204);
    expect(proxy.connections).toBe(0);
  } finally {
    for (const name of names) delete process.env[name];
  }
});

describe('headers', () => {
  test('go out in order and in their own case, repeated names too, and are told as sent', async () => {
    const target = await startTarget();
    const headers: [string, string][] = [
      ['X-Signature', 'abc'],
      ['content-type', 'application/json'],
      ['X-Multi', '1'],
      ['x-multi', '2'],
      ['X-Latin', 'caf\u00e9'],
      ['X-Empty', ''],
    ];
    const transport = makeTransport();
    for (const method of ['POST', 'GET', 'DELETE', 'HEAD', 'PUT'] as const) {
      const result = await transport.send(
        makeRequest(target.url('/h'), { method, headers, body: method === 'POST' ? '{"ä":1}' : undefined }),
      );
      const request = target.requests.at(-1);
      expect(request?.method).toBe(method);
      expect(request?.headers).toEqual(result.sentHeaders);
      expect(request?.headers.filter(([name]) => /^x-|content-type/i.test(name))).toEqual(headers);
    }
    expect(target.requests[0]?.body.toString()).toBe('{"ä":1}');
    expect(target.requests[0]?.headers.map(([name]) => name)).toEqual([
      'host',
      'connection',
      'X-Signature',
      'content-type',
      'X-Multi',
      'x-multi',
      'X-Latin',
      'X-Empty',
      'content-length',
    ]);
  });

  test.each([
    [['X-Note', 'a\r\nX-Injected: 1'], 'the value of the header X-Note contains a line break'],
    [['X-Note', 'a\nb'], 'a line break'],
    [['X-Note', 'nul\0'], 'a character that HTTP cannot carry'],
    [['X-Note', '5 €'], 'a character that HTTP cannot carry'],
    [['X Note', 'a'], 'the header name "X Note" is not allowed'],
    [['X-A\r\nX-B', 'a'], 'the header name "X-A\\r\\nX-B" is not allowed'],
    [['', 'a'], 'the header name "" is not allowed'],
    [['Content-Length', '5'], 'the header Content-Length belongs to the connection'],
    [['transfer-encoding', 'chunked'], 'belongs to the connection'],
  ] as [[string, string], string][])('%j fails with a reason, and nothing is sent', async (header, message) => {
    const target = await startTarget();
    const failure = expectFailure(
      await makeTransport().send(makeRequest(target.url(), { headers: [header] })),
      'blocked_target',
      'target',
    );
    expect(failure.message).toContain(message);
    expect(target.connections).toBe(0);
  });
});
