import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { buildCurl as buildReportCurl } from '../../server/checks/report/curl.js';
import { buildCurl as buildCliCurl } from '../../server/cli/message/build-curl.js';
import { hostileCorpus } from '../support/hostile-corpus.js';
import { toWellFormed } from '../support/hostile-strings.js';

/* What the page copies for shells is run in one by test/ui/exchange-shell-copies. */
const SHELL = [
  "'; touch pwned; '",
  '$(touch pwned)',
  '`touch pwned`',
  "$IFS;touch$IFS'pwned",
  '"; touch pwned #',
  "'\\''; touch pwned",
  '& touch pwned &',
  '| touch pwned',
  '\n touch pwned\n',
  '!touch',
  '\\',
  "\\'",
  '--output pwned',
  '-K/etc/passwd',
  '@/etc/passwd',
  '@-',
  '*',
  '~',
  '%s',
];

/** The words that a shell makes of a command, the first one left out. */
function splitWords(command: string): string[] {
  // A function takes the program's place, so nothing is sent; NUL parts the words.
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('SEC-10 a command in the report of checks is words and nothing else, whatever an app put into it', () => {
  for (const text of [...SHELL, ...hostileCorpus].map((one) => toWellFormed(one.replaceAll('\0', '')))) {
    const command = buildReportCurl({
      method: text.replace(/\s/g, ''),
      url: `http://localhost:1/${text}`,
      headers: [['X-A', text]],
      body: { text, sizeBytes: 1 },
    });
    const words = splitWords(command);
    expect(words, text).toEqual([
      '-i',
      '-g',
      '-X',
      text.replace(/\s/g, ''),
      `http://localhost:1/${text}`,
      '-H',
      `X-A: ${text}`,
      '--data-raw',
      text,
    ]);
  }
});

test('SEC-10 so is one that the command line prints, and a body is never taken for the name of a file', () => {
  for (const text of [...SHELL, ...hostileCorpus].map((one) => toWellFormed(one.replaceAll('\0', '')))) {
    const bytes = Buffer.from(text);
    const words = splitWords(
      buildCliCurl(`http://localhost:1/${text}`, [['X-A', text]], { bytes, file: null } as never).join('\n'),
    );
    expect(words.slice(0, 6), text).toEqual(['-i', `http://localhost:1/${text}`, '-H', `X-A: ${text}`, '-H', 'Expect:']);
    expect(words[6]).toBe('--data-binary');
    // Standard input, which whoever runs it fills.
    if (words[7] !== '@-') expect(words[7]).toBe(text);
    expect(words[7]?.startsWith('@') && words[7] !== '@-').toBe(false);
  }
});
