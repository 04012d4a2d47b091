import { defineList } from './setting.js';

/** A repeatable `--flag key=value`. */
export function defineDetails(words: { flag: string; description: string }) {
  return {
    ...defineList({
      ...words,
      placeholder: '<key=value>',
      expected: 'key=value',
      isInFile: false,
      isItem: (text): text is string => typeof text === 'string' && /^[A-Za-z_][\w-]*=/.test(text),
    }),
    // A comma is a part of the value here.
    readText: (text: string) => [text],
  };
}

/** `key=value` as key and value; a value that is JSON is taken as that, unless the key is one of `texts`. */
export function readDetail(text: string, texts: ReadonlySet<string> = new Set()): [key: string, value: unknown] {
  const at = text.indexOf('=');
  const key = text.slice(0, at);
  const value = text.slice(at + 1);
  if (texts.has(key)) return [key, value];
  try {
    return [key, JSON.parse(value)];
  } catch {
    return [key, value];
  }
}
