import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDotenv } from '../../server/cli/dotenv.js';
import { formatTable } from '../../server/cli/table.js';
import { toTerminalJson, toTerminalLines, toTerminalText } from '../../server/cli/terminal-text.js';
import { parseDuration } from '../../server/domain/parse-duration.js';

/** Whatever a terminal might obey: control characters, marks that turn the reading direction, line separators. */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;
const wild = fc.string({
  unit: fc.oneof(fc.constantFrom('\u001b[31m', '\u001b]0;x\u0007', '\u009b', '\u202e', '\r', '\ud800', '\u2028'), fc.string()),
});

describe('text from elsewhere', () => {
  test('never reaches the terminal with anything that it obeys', () => {
    fc.assert(
      fc.property(wild, fc.integer({ min: 1, max: 40 }), (text, maxChars) => {
        expect(toTerminalText(text, maxChars)).not.toMatch(OBEYED);
        expect(toTerminalText(text, maxChars).length).toBeLessThanOrEqual(maxChars);
        for (const line of toTerminalLines(text, 3, maxChars)) expect(line).not.toMatch(OBEYED);
      }),
    );
  });

  test('keeps what is harmless: letters of any script, emoji, quotes', () => {
    expect(toTerminalText('Grüße, 東京 👩‍💻 "x" \\ $')).toBe('Grüße, 東京 👩‍💻 "x" \\ $');
    expect(toTerminalText('a\tb\r\nc')).toBe('a b c');
    expect(toTerminalText('a\u001b[2Jb')).toBe('a\ufffd[2Jb');
  });

  test('is the same value when it is JSON', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const line = toTerminalJson(JSON.stringify({ text }));
        expect(line).not.toMatch(OBEYED);
        expect(JSON.parse(line)).toEqual({ text });
      }),
    );
  });

  test('shows the first lines of a body and counts the rest', () => {
    expect(toTerminalLines('1\n2\r\n3\n4\n', 2, 10)).toEqual(['1', '2', '… 2 more lines']);
  });
});

test('a duration needs a unit', () => {
  const cases = { '10m': 600_000, '1h30m': 5_400_000, '250ms': 250, '1.5 h': 5_400_000, '7d': 604_800_000, '2min': 120_000 };
  for (const [text, ms] of Object.entries(cases)) expect(parseDuration(text), text).toBe(ms);
  for (const text of ['', '10', 'm', '-5s', '1x', '1h 30']) expect(parseDuration(text), text).toBeUndefined();
});

test('dotenv values are quoted when a shell would read more into them', () => {
  expect(toDotenv({ A: 'http://localhost:1/x', B: 'a b', C: '$HOME `id`', D: "it's $5", E: '' })).toEqual([
    'A=http://localhost:1/x',
    "B='a b'",
    "C='$HOME `id`'",
    'D="it\'s \\$5"',
    'E=',
  ]);
});

test('columns are as wide as their widest cell, numbers stand right', () => {
  const columns = [
    { title: 'ID', read: (row: [string, string]) => row[0] },
    { title: 'N', read: (row: [string, string]) => row[1], isRight: true },
  ];
  expect(
    formatTable(columns, [
      ['a', '1'],
      ['long', '100'],
    ]),
  ).toEqual(['ID      N', 'a       1', 'long  100']);
});
