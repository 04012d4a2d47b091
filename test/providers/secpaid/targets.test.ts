import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../server/protocol/records.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { isHttpUrl } from '../../../server/providers/secpaid/targets.js';
import { dataOf, itemsOf } from './replies.js';
import { createStage } from './stage.js';

const first = 'https://yourapp.com/checkout/callback';
const second = 'http://localhost:3000/return?shop=1';
const oneOff = 'https://yourapp.com/other-callback';

const fields = [
  ['callback_url', 'callbackUrls', 'callback_url'],
  ['payment_endpoint', 'paymentEndpoints', 'paymentEndpoint'],
] as const;

for (const [param, setting, field] of fields) {
  describe(param, () => {
    test('a URL that is saved twice is told once, and keeps both its indices', () => {
      const stage = createStage({ [setting]: [first, second, first, oneOff] });
      const create = (more: object) => dataOf(stage.call('createLink', { amount: 1, ...more }))[field];
      expect(create({})).toBe(`${first},${second},${oneOff}`);
      expect(create({ [param]: '2,3' })).toBe(`${first},${oneOff}`);
    });

    const resolve = (value?: JsonValue) => {
      const stage = createStage({ [setting]: [first, second] });
      const answer = stage.call('createLink', value === undefined ? { amount: 1 } : { amount: 1, [param]: value });
      return answer.status === 200 ? dataOf(answer)[field] : [answer.status, answer.body.ResponseMsg];
    };

    test.each([
      [undefined, `${first},${second}`],
      ['', `${first},${second}`],
      [null, `${first},${second}`],
      [' , ', `${first},${second}`],
      [[], `${first},${second}`],
      ['0', first],
      [0, first],
      ['1', second],
      [' 1 ', second],
      [oneOff, oneOff],
      [`0,${oneOff}`, `${first},${oneOff}`],
      [`${oneOff}, 1`, `${oneOff},${second}`],
      ['1,0', `${second},${first}`],
      ['0,,0', first],
      [`0,${first}`, first],
      [['0', oneOff], `${first},${oneOff}`],
      ['HTTPS://Example.com', 'HTTPS://Example.com'],
      ['http://user:pass@localhost/x', 'http://user:pass@localhost/x'],
      ['http://[::1]:3000/x', 'http://[::1]:3000/x'],
      ['https://bücher.example/ü', 'https://bücher.example/ü'],
    ] as [JsonValue | undefined, string][])('%j leads to %s', (value, expected) => expect(resolve(value)).toBe(expected));

    test.each([
      '2',
      '-1',
      '1.5',
      '0,2',
      '99999999999999999999',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'ftp://host/x',
      '//host/x',
      '/path',
      'host/x',
      'http:host',
      'http:/host',
      'http:///host',
      'http:\\\\host',
      'http://host\\x',
      'http://',
      'http://?x',
      'http://host:99999/',
      'http://a b/',
      'http://host/a b',
      'http://host/\r\nX-Evil: 1',
      'http://host/\n',
      'ht\ntp://host/',
      '\thttp://host/',
      'http://host/\u0000',
      'http://host/\u0085',
      'http://host/\u2028',
      'http://host/\ud800',
      'java\nscript:alert(1)',
      'true',
      true,
      {},
      [{}],
      [[first]],
      `http://host/${'x'.repeat(2048)}`,
      Array.from({ length: 21 }, (_, index) => `http://host/${index}`).join(','),
    ] as JsonValue[])('refuses %j', (value) => expect(resolve(value)).toEqual([400, `Invalid ${param}`]));

    test('is resolved at creation: a later profile changes only later links', () => {
      const stage = createStage({ [setting]: [first] });
      const payment = stage.create();
      stage.change({ [setting]: [second] });
      expect(payment.data[setting]).toEqual([first]);
      expect(stage.create().data[setting]).toEqual([second]);
    });

    test('may be empty altogether', () => {
      expect(dataOf(createStage().call('createLink', { amount: 1 }))[field]).toBe('');
    });
  });
}

test('omittedCallback sends links without callback_url to the default page, and only those', () => {
  const stage = createStage({ callbackUrls: [first], paymentEndpoints: [second], omittedCallback: 'default-page' });
  expect(stage.create().data).toMatchObject({ callbackUrls: [], paymentEndpoints: [second] });
  expect(stage.create({ callback_url: '0' }).data.callbackUrls).toEqual([first]);
});

test('urlMaxLength bounds each given URL', () => {
  const stage = createStage({ urlMaxLength: 20 });
  expect(stage.call('createLink', { amount: 1, callback_url: 'http://localhost/12' }).status).toBe(200);
  expect(stage.call('createLink', { amount: 1, callback_url: 'http://localhost/12345' }).status).toBe(400);
});

test('whatever a URL is made of, an accepted one is what the parser reads, on http or https', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((text) => `http://${text}`),
      ),
      (text) => {
        if (!isHttpUrl(text)) return;
        expect(['http:', 'https:']).toContain(new URL(text).protocol);
        expect(text).not.toMatch(/[\s\p{Cc}]/u);
      },
    ),
  );
});

describe('profile settings', () => {
  test.each(['callbackUrls', 'paymentEndpoints'])('%s take http and https URLs only', (name) => {
    for (const url of ['javascript:alert(1)', '//host', 'file:///x', 'http://host/\n', '0', '']) {
      expect(secpaid.settings.safeParse({ [name]: [url] }).success, url).toBe(false);
    }
    expect(secpaid.settings.safeParse({ [name]: ['https://user:pw@host/x'] }).success).toBe(true);
  });

  test('are understood under SecPaid names, as a single URL, and as Yes or No', () => {
    const normalise = secpaid.normaliseSettings;
    expect(normalise?.({ callback_url: first, paymentEndpoint: second, is_encryption: 'Yes' })).toEqual({
      callbackUrls: [first],
      paymentEndpoints: [second],
      isEncryption: true,
    });
    expect(normalise?.({ paymentEndpoints: '', isEncryption: 'no', retries: 0 })).toEqual({
      paymentEndpoints: [],
      isEncryption: false,
      retries: 0,
    });
    expect(normalise?.({ constructor: 'x', isEncryption: 'perhaps' })).toEqual({ constructor: 'x', isEncryption: 'perhaps' });
  });

  test('a new account has keys in SecPaid shapes and lists that are empty', () => {
    const stage = createStage();
    expect(stage.account.keys).toEqual({
      token: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      recipientToken: expect.stringMatching(/^[A-Za-z0-9]+$/),
      encryptionKey: expect.stringMatching(/^.{32}$/),
    });
    expect(itemsOf(stage.call('getMyUnusedLinks'))).toEqual([]);
    expect(secpaid.keys.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(['token', 'encryptionKey']);
  });

  test('the environment of an app names base URL, token and user id', () => {
    const { account } = createStage();
    expect(secpaid.buildEnv(account, 'http://localhost:4747/secpaid')).toEqual({
      SECPAID_BASE_URL: 'http://localhost:4747/secpaid',
      SECPAID_TOKEN: account.keys.token,
      SECPAID_USER_ID: account.keys.userId,
    });
  });
});
