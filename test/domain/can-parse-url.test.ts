import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canParseUrl } from '../../server/domain/can-parse-url.js';

test('an address with an umlaut can be parsed however often it is asked', () => {
  const wrong = [];
  for (let count = 0; count < 20_000; count++) {
    canParseUrl(`https://example.com/${count % 10}`);
    if (!canParseUrl('https://bücher.example/ü')) wrong.push(count);
  }
  expect(wrong).toEqual([]);
});

test('what is no address is told, also beside a base', () => {
  expect(['', 'x', '//x', 'http://', 'http://a b/'].filter((text) => canParseUrl(text))).toEqual([]);
  expect(canParseUrl('/ü', 'https://example.com')).toBe(true);
  expect(canParseUrl('http://[', 'https://example.com')).toBe(false);
});

test('nobody on the server asks Node instead', () => {
  const files = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const offenders = files.filter((file) => /URL\.canParse\(/.test(readFileSync(`server/${file}`, 'utf8')));
  expect(offenders).toEqual([]);
});
