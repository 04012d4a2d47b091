import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { buildScript } from '../../server/checks/report/shell-script.js';
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
  return runCommand(command).words;
}

/** What curl would be given: its words, and what comes in by its input. */
function runCommand(command: string): { words: string[]; input: string } {
  // A function takes the program's place, so nothing is sent; NUL parts the words.
  const script = `curl() { printf '%s\\0' "$@"; case "$*" in *@-) cat;; esac; }\n${command}`;
  const parts = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).split('\0');
  return { words: parts.slice(0, -1), input: parts.at(-1) ?? '' };
}

test('SEC-10 a command in the report of checks is words and nothing else, whatever an app put into it', () => {
  for (const text of [...SHELL, ...hostileCorpus].map((one) => toWellFormed(one.replaceAll('\0', '')))) {
    const method = text.replace(/\s/g, '');
    const url = `http://localhost:1/${text}`;
    const request = { method, url, headers: [['X-A', text]] as [string, string][], body: { text, sizeBytes: 1 } };
    const { words, input } = runCommand(buildScript(request, {}, null));
    const given = words.filter((word) => word !== '-g');
    expect(given.slice(0, 4), text).toEqual(['-i', url, '-X', method]);
    expect(given.slice(4, 6), text).toEqual(['-H', text === '' ? 'X-A;' : `X-A: ${text}`]);
    if (text !== '') expect(given.slice(-2)).toEqual(['--data-binary', '@-']);
    expect(input).toBe(text);
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
