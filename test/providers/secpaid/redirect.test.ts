import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildRedirect } from '../../../server/providers/secpaid/redirect.js';
import { settings } from '../../../server/providers/secpaid/settings.js';
import { isHttpUrl } from '../../../server/providers/secpaid/targets.js';

const defaults = settings.parse({});
const link = { payId: '12345', userId: 'b44c4429-4a7b' };
const query = 'pay_id=12345&user_id=b44c4429-4a7b&status=success';

describe('the redirect', () => {
  test.each([
    ['https://yourapp.com/checkout/callback', `https://yourapp.com/checkout/callback?${query}`],
    ['https://yourapp.com', `https://yourapp.com?${query}`],
    ['http://localhost:3000/return?shop=1', `http://localhost:3000/return?shop=1&${query}`],
    ['http://localhost/return?', `http://localhost/return?${query}`],
    ['http://localhost/return??', `http://localhost/return??&${query}`],
    ['http://localhost/return?a=?', `http://localhost/return?a=?&${query}`],
    ['http://localhost/return?a=1&', `http://localhost/return?a=1&${query}`],
    ['http://localhost/#/done', `http://localhost/?${query}#/done`],
    ['http://localhost/app?a=1#/done?b=2', `http://localhost/app?a=1&${query}#/done?b=2`],
    ['http://localhost/x#', `http://localhost/x?${query}#`],
    ['http://user:pw@localhost/x', `http://user:pw@localhost/x?${query}`],
    ['https://bücher.example/grüße?ä=1', `https://xn--bcher-kva.example/gr%C3%BC%C3%9Fe?%C3%A4=1&${query}`],
  ])('from %s leads to %s', (callbackUrl, expected) => {
    expect(buildRedirect(callbackUrl, link, 'success', defaults)).toBe(expected);
  });

  test('says cancel in lower case', () => {
    expect(buildRedirect('http://a/', link, 'cancel', defaults)).toBe(
      'http://a/?pay_id=12345&user_id=b44c4429-4a7b&status=cancel',
    );
  });

  test('deviates only where it is told to', () => {
    const build = (patch: object, url = 'http://a/?x=1#y') => buildRedirect(url, link, 'success', { ...defaults, ...patch });
    expect(build({ naiveQueryJoin: true })).toBe(`http://a/?x=1#y?${query}`);
    expect(build({ redirectDiagramForm: true })).toBe('http://a/?x=1&pay_id=12345&status=Success#y');
    expect(build({ redirectHtmlEscaped: true })).toBe(
      'http://a/?x=1&pay_id=12345&amp;user_id=b44c4429-4a7b&amp;status=success#y',
    );
    expect(buildRedirect('http://a/', link, 'cancel', { ...defaults, redirectDiagramForm: true })).toBe(
      'http://a/?pay_id=12345&status=cancel',
    );
  });

  test('keeps what the callback URL has, adds three parameters in order, and fits into a header', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (callbackUrl) => {
        if (!isHttpUrl(callbackUrl)) return;
        const before = new URL(callbackUrl);
        const location = buildRedirect(callbackUrl, link, 'success', defaults);
        const after = new URL(location);
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        expect([...after.searchParams].slice(-3)).toEqual([
          ['pay_id', '12345'],
          ['user_id', 'b44c4429-4a7b'],
          ['status', 'success'],
        ]);
        expect([...after.searchParams].slice(0, -3)).toEqual([...before.searchParams]);
      }),
      { numRuns: 1_000 },
    );
  });
});
