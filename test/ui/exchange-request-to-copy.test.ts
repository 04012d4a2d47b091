import { describe, expect, test } from 'vitest';
import { buildRequestToCopy } from '../../ui/src/exchange/request-to-copy.js';
import { makeRequest, toBinaryBody, toTextBody } from './make-exchange.js';

describe('the request to copy', () => {
  const build = (overrides: Parameters<typeof makeRequest>[0], isBodyUnknown = false) =>
    buildRequestToCopy({ request: makeRequest({ url: 'http://localhost:3000/hook', ...overrides }), isBodyUnknown });

  test('leaves out what the connection writes by itself, but not a host that is another one', () => {
    const connection: [string, string][] = [
      ['Connection', 'keep-alive'],
      ['content-length', '2'],
      ['Transfer-Encoding', 'chunked'],
    ];
    const own: [string, string][] = [
      ['b', '1'],
      ['A', '2'],
      ['b', '3'],
    ];
    expect(build({ headers: [['Host', 'localhost:3000'], ...connection, ...own] }).headers).toEqual(own);
    expect(build({ headers: [['Host', 'shop.test'], ...own] }).headers).toEqual([['Host', 'shop.test'], ...own]);
  });

  test.each([
    ['a masked header', { headers: [['Authorization', 'Bearer sp_secret_…9a3f']] }],
    ['a masked URL', { url: 'http://localhost:3000/hook?key=sp_…9a3f' }],
    ['credentials of the URL', { headers: [['authorization', 'Basic (credentials of the URL)']] }],
    ['a masked body', { body: toTextBody('{"key":"sp_secret_…9a3f"}') }],
  ] as [string, Parameters<typeof makeRequest>[0]][])('says that credentials are masked: %s', (_, overrides) => {
    expect(build(overrides).remarks).toEqual(['Credentials are masked as in the log: put the real ones in their place.']);
  });

  test('does not take an ellipsis in a text for a mask', () => {
    expect(build({ body: toTextBody('{"note":"and so on … until the end"}') }).remarks).toEqual([]);
  });

  test('says what is missing of the body', () => {
    expect(build({ body: { text: 'abc', sizeBytes: 9, isCut: true } }).remarks).toEqual([
      'The log keeps only the beginning of the body.',
    ]);
    expect(build({}, true).remarks).toEqual(['The body is not known here and therefore left out.']);
    expect(build({ body: toBinaryBody(0, 255) }).body).toEqual({ kind: 'bytes', base64: 'AP8=' });
    expect(build({ body: toTextBody('') }).body).toEqual({ kind: 'none' });
  });
});
