import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { providers } from '../server/providers/index.js';

const NEUTRAL_FOLDERS = [
  'server/domain',
  'server/engine',
  'server/http',
  'server/log',
  'server/protocol',
  'server/transport',
  'server/checks',
  'server/cli',
  'server/client',
  'server/judge',
  'server/reading',
  'server/scenarios',
  'ui/src',
];

test('no folder outside providers/ names a provider in its code', () => {
  const names = new RegExp(providers.map(({ name }) => name).join('|'), 'i');
  const offenders = NEUTRAL_FOLDERS.flatMap(listSources).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (names.test(stripComment(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(offenders).toEqual([]);
});

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Comments may give an example; code may not. */
function stripComment(line: string): string {
  return /^\s*(\*|\/\/|\/\*)/.test(line) ? '' : line.replace(/\/\*.*?\*\/|\/\/.*$/g, '');
}
