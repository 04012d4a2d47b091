import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tellAddress, tellPath } from '../../ui/src/format/addresses.js';
import { buildBodyView } from '../../ui/src/format/body.js';
import { formatDateTime, formatDuration, formatTime } from '../../ui/src/format/dates.js';
import { buildFirstCalls } from '../../ui/src/format/first-call.js';
import { indentJson } from '../../ui/src/format/indent-json.js';
import { formatMoney } from '../../ui/src/format/money.js';
import { formatCount, formatQuantity, formatSize } from '../../ui/src/format/numbers.js';
import { pickPaymentHue, shortenPaymentId } from '../../ui/src/format/payment-tag.js';
import { joinWords, showUnseen, startSentence, toPath } from '../../ui/src/format/text.js';

describe('JSON laid out for reading', () => {
  test('breaks lines and indents', () => {
    expect(indentJson('{"a":[1,{"b":null}],"c":{},"d":[ ]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  test('keeps every digit, the order of keys and keys that come twice', () => {
    const text = '{"b":10.00,"2":1,"1":12345678901234567890,"b":1e3}';
    expect(indentJson(text)?.replace(/\s/g, '')).toBe(text);
  });

  test('leaves strings alone, whatever they contain', () => {
    expect(indentJson('{"a{":"x, \\"y\\": [ ]"}')).toBe('{\n  "a{": "x, \\"y\\": [ ]"\n}');
  });

  test('means the same as before, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const compact = JSON.stringify(value);
        const indented = indentJson(compact);
        expect(indented).toBe(JSON.stringify(value, null, 2));
        expect(JSON.stringify(JSON.parse(indented ?? ''))).toBe(compact);
      }),
    );
  });

  test('is refused for what is not JSON', () => {
    expect(indentJson('{"a":1')).toBeNull();
    expect(indentJson('')).toBeNull();
  });
});

describe('a body', () => {
  const bodyOf = (text: string) => ({ text, sizeBytes: text.length });

  test('of JSON can be read laid out and as sent', () => {
    expect(buildBodyView(bodyOf('{"a":1}'), 'application/json; charset=utf-8')).toEqual({
      raw: '{"a":1}',
      pretty: '{\n  "a": 1\n}',
      label: 'JSON, 7 bytes',
      isBinary: false,
    });
  });

  test('that claims to be JSON and is not says so', () => {
    expect(buildBodyView(bodyOf('{"a":'), 'application/json')).toMatchObject({ pretty: null, label: 'not valid JSON, 5 bytes' });
  });

  test('of a form is decoded field by field, in the order sent', () => {
    const view = buildBodyView(bodyOf('data%5Bb%5D=T%C3%A9st+7&a=&a=2'), 'application/x-www-form-urlencoded');
    expect(view.pretty).toBe('data[b] = Tést 7\na = \na = 2');
    expect(view.raw).toBe('data%5Bb%5D=T%C3%A9st+7&a=&a=2');
  });

  test('that is no text is shown as base64', () => {
    expect(buildBodyView({ base64: 'AAE=', sizeBytes: 2 }, 'image/png')).toEqual({
      raw: 'AAE=',
      pretty: null,
      label: 'binary as base64, 2 bytes',
      isBinary: true,
    });
  });

  test('of which only the beginning was kept says how large it was', () => {
    expect(buildBodyView({ text: '{"a":', sizeBytes: 70_000, isCut: true }, 'application/json').label).toBe(
      'text, beginning of 68.4 KiB',
    );
  });
});

describe('dates and durations', () => {
  test('are shown in the time zone of the reader', () => {
    expect(formatTime('2025-11-21T03:05:12.120Z', 'UTC')).toBe('03:05:12.120');
    expect(formatTime('2025-11-21T23:05:12.120Z', 'Europe/Berlin')).toBe('00:05:12.120');
    expect(formatDateTime('2025-11-21T23:05:12.120Z', 'Europe/Berlin')).toBe('Sat 22 Nov 2025, 00:05:12.120');
  });

  test('that are no dates are shown as they came', () => {
    expect(formatTime('soon')).toBe('soon');
    expect(formatDateTime('<b>')).toBe('<b>');
  });

  test('have the unit that reads best', () => {
    expect([0.4, 12, 999, 1_000, 2_449, 59_949, 60_000, 65_000].map(formatDuration)).toEqual([
      '0 ms',
      '12 ms',
      '999 ms',
      '1.0 s',
      '2.4 s',
      '59.9 s',
      '1 min',
      '1 min 5 s',
    ]);
  });
});

test('money has as many decimals as its currency', () => {
  expect(formatMoney(4599, 'EUR')).toBe('45.99 EUR');
  expect(formatMoney(-5, 'USD')).toBe('-0.05 USD');
  expect(formatMoney(500, 'JPY')).toBe('500 JPY');
  expect(formatMoney(1234, 'KWD')).toBe('1.234 KWD');
  expect(formatMoney(100, 'points!')).toBe('1.00 points!');
});

test('numbers are grouped and carry their noun', () => {
  expect([0, 999, 1_000, 20_000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '20,000', '1,234,567']);
  expect([formatQuantity(1, 'record'), formatQuantity(2_000, 'record')]).toEqual(['1 record', '2,000 records']);
  expect([1, 312, 1_024, 1_536, 65_536, 1_572_864].map(formatSize)).toEqual([
    '1 byte',
    '312 bytes',
    '1 KiB',
    '1.5 KiB',
    '64 KiB',
    '1.5 MiB',
  ]);
});

test('words and paths are put together for a sentence', () => {
  expect([joinWords([]), joinWords(['a']), joinWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  expect(toPath('http://localhost:4747/a/b?c=1')).toBe('/a/b?c=1');
  expect(toPath('/a/b')).toBe('/a/b');
  expect(toPath('http://')).toBe('http://');
});

test('an address in a line leaves out what all of them begin with, and loses its middle', () => {
  expect(tellPath('/testpay/api/pay?x=1', 'testpay')).toBe('/api/pay?x=1');
  expect(tellPath('http://localhost:4747/testpay/api', 'testpay')).toBe('/api');
  expect(tellPath('/testpayments/api', 'testpay')).toBe('/testpayments/api');
  expect(tellAddress('http://localhost:3000/back?paid=1')).toBe('localhost:3000/back?paid=1');
  expect(tellPath('/testpay/api/v1/payment-intents/e3dd2ad956ae5035408b9605/refunds', 'testpay')).toBe(
    '/api/v1/payment-intents/e3dd2ad9…08b9605/refunds',
  );
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const told = tellAddress(url);
      expect(told.length).toBeLessThanOrEqual(48);
      const whole = url.replace(/^https?:\/\//, '');
      expect(told.slice(0, 8)).toBe(whole.slice(0, 8));
      if (whole.length <= 48) expect(told).toBe(whole);
    }),
  );
});

test('the first call is the provider’s own example, or one that works everywhere', () => {
  const provider = { name: 'testpay', title: 'Testpay', baseUrl: 'http://x', env: [], example: 'curl http://x/pay' };
  expect(buildFirstCalls([provider], 'http://x')).toEqual([
    { title: 'A first payment at Testpay', command: 'curl http://x/pay' },
  ]);
  expect(buildFirstCalls([{ ...provider, example: null }], 'http://x')[0]?.command).toContain(
    'curl -i http://x/_paystage/bin/default',
  );
});

test('a sentence starts with a capital letter, a name stays as it is', () => {
  expect(startSentence('answered 503; and so on')).toBe('Answered 503; and so on');
  expect(startSentence('localhost:3000 reset the connection')).toBe('localhost:3000 reset the connection');
  expect(startSentence('example.com speaks TLS')).toBe('example.com speaks TLS');
});

test('characters that nobody sees are written out, those that scripts and emoji need are left alone', () => {
  expect(showUnseen('a\u202eb\u2066c\u200bd\u0000e')).toBe('a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+0000⟩e');
  const plain = 'line\n\ttab\r\nשלום مرحبا 👩\u200d💻';
  expect(showUnseen(plain)).toBe(plain);
  expect(showUnseen('Suc\u00adcess\u3164\u115f\u180e\u{e0041}')).toBe('Suc⟨U+00AD⟩cess⟨U+3164⟩⟨U+115F⟩⟨U+180E⟩⟨U+E0041⟩');
});

test('a payment id is short enough for a line and keeps its colour', () => {
  expect(shortenPaymentId('50001')).toBe('50001');
  expect(shortenPaymentId('e3dd2ad956ae5035408b9605')).toBe('…8b9605');
  expect(pickPaymentHue('50001')).toBe(pickPaymentHue('50001'));
  expect(new Set(['50001', '50002', '50003', '50004'].map(pickPaymentHue)).size).toBe(4);
});
