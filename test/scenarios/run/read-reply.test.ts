import { describe, expect, test } from 'vitest';
import { readReply } from '../../../server/scenarios/run/read-reply.js';
import { measureCpuMs } from '../../support/cpu-time.js';

const html = (text: string) => readReply(text, 'text/html; charset=utf-8');

describe('a reply as captures see it', () => {
  test('is its JSON, whatever it calls itself', () => {
    expect(readReply('{"a":[1]}', '')).toEqual({ a: [1] });
    expect(html('{"a":[1]}')).toEqual({ a: [1] });
    expect(readReply('not JSON', 'application/json')).toBeUndefined();
  });

  test('is the hidden fields of a page, the first of each name', () => {
    const page = `<form><input type="hidden" name="token" value="a&amp;b&#33;&#x21;">
      <INPUT value='two words' name='second' type='hidden' /><input type=hidden name=bare value=x>
      <input type="hidden" name="token" value="later"><input name="seen" value="1"><input type="hidden" value="nameless">
      <input data-name="other" type="hidden" name="empty"></form>`;
    expect(html(page)).toEqual({ fields: { token: 'a&b!!', second: 'two words', bare: 'x', empty: '' } });
  });

  test('has no fields where a page has none, and takes names as they are', () => {
    expect(html('<p>Nothing to pay</p>')).toEqual({ fields: {} });
    const { fields } = html('<input type="hidden" name="__proto__" value="1">') as { fields: object };
    expect(Object.entries(fields)).toEqual([['__proto__', '1']]);
  });

  test('takes no longer for a page that never closes its tags', () => {
    expect(measureCpuMs(() => html('<input '.repeat(200_000)))).toBeLessThan(2_000);
  });
});
