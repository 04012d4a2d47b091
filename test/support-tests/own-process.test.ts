import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OWN_PROCESS } from '../support/run-order.js';

/** What stays changed for the files that come after in the same process, or is measured of all of them together. */
const SHARED = [
  /\bvi\.(useFakeTimers|stubGlobal|stubEnv|mock)\(/,
  /\bprocess\.(chdir|memoryUsage)\(/,
  /\bmonitorEventLoopDelay\(/,
  /(\bdelete |^\s*)process\.env(\.\w+|\[\w+\])( = |;)/m,
  /\bprocess\.on\('(warning|uncaughtException)/,
];

test('a file that changes or measures what a process shares runs in one of its own', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((file) => `test/${file.replaceAll('\\', '/')}`);
  const isAlone = (file: string) =>
    OWN_PROCESS.some(
      (one) => file === one || (one.endsWith('/**/*.test.ts') && file.startsWith(one.replace('**/*.test.ts', ''))),
    );
  const shared = files.filter((file) => file.endsWith('.test.ts') && !isAlone(file));
  expect(shared.length).toBeGreaterThan(100);
  expect(shared.filter((file) => SHARED.some((pattern) => pattern.test(readFileSync(file, 'utf8'))))).toEqual([]);
});

test('every name of the list is that of a file or a folder', () => {
  expect(OWN_PROCESS.map((name) => name.replace('/**/*.test.ts', '')).filter((path) => !existsSync(path))).toEqual([]);
});
