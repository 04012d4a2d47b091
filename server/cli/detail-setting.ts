import { HarnessError } from '../domain/errors.js';
import { defineList } from './setting.js';
import { toTerminalText } from './terminal-text.js';

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

/**
 * `key=value` as key and value; a value that is JSON is taken as that, unless the key is one of `texts`.
 * @throws HarnessError `misuse` for a number that is too large to be one.
 */
export function readDetail(text: string, texts: ReadonlySet<string> = new Set()): [key: string, value: unknown] {
  const at = text.indexOf('=');
  const key = text.slice(0, at);
  const value = text.slice(at + 1);
  if (texts.has(key)) return [key, value];
  const parsed = parseJson(value);
  // Written as JSON again it would be null.
  if (typeof parsed === 'number' && !Number.isFinite(parsed))
    throw new HarnessError('misuse', `${key}: the number ${toTerminalText(value, 100)} is too large.`);
  return [key, parsed];
}

/** The text itself when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
