import { expect, test } from 'vitest';
import { toTerminalText } from '../../../server/cli/terminal-text.js';
import { judgeRun } from '../../../server/scenarios/report/report.js';
import { formatText, type TextStyle } from '../../../server/scenarios/report/text.js';
import { sayDuration } from '../../../server/scenarios/report/words.js';
import { makeBroken, makeFailed, makeReport, makeScenario, makeStep } from './make-report.js';

const plain: TextStyle = { paint: (_tone, text) => text, clean: toTerminalText };

test('a scenario that passed is one line, one that failed shows where, what was expected, seen and nearest, and what was skipped', () => {
  expect(formatText(makeReport({ scenarios: [makeScenario(), makeFailed()] }), plain)).toBe(
    [
      'passed  Paid once  1.2 s',
      'failed  Paid twice  1.2 s',
      '        shop/paid-twice.yaml:9:5  expect',
      '        expected  the app acted once',
      '        seen      $.count is 2',
      '        nearest   #12 attempt.finished: attempt 2: answered 204.',
      '        skipped   1 step after it',
      '',
      '1 passed, 1 failed in 2.3 s',
      '',
    ].join('\n'),
  );
});

test('what could not be judged tells its problem and what to do', () => {
  const text = formatText(makeReport({ scenarios: [makeBroken()] }), plain);
  expect(text).toContain('broken  Asked in vain');
  expect(text).toContain(
    '        shop/asked.yaml:7:5  expect\n        problem   Nobody answers at http://localhost:9.\n        hint      Start the app.',
  );
  expect(text).toContain('\n1 broken in 2.3 s\n');
});

test('a message of many lines is cut and keeps its lines apart', () => {
  const message = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n');
  const text = formatText(
    makeReport({ scenarios: [makeBroken({ steps: [], problem: { code: 'x', message, hint: null } })] }),
    plain,
  );
  expect(text).toContain('        problem   line 1\n                  line 2\n');
  expect(text).toContain('… 10 more lines');
  expect(text).not.toContain('line 21');
});

test('a run that checked nothing says so, and is no success', () => {
  const nothing = makeReport({ scenarios: [makeScenario({ verdict: 'broken', steps: [makeStep()] })] });
  expect(judgeRun(nothing)).toBe('nothing_checked');
  expect(formatText(nothing, plain)).toContain('Its steps checked nothing');
  expect(formatText(nothing, plain)).toContain('; nothing was checked\n');
  expect(judgeRun(makeReport({ scenarios: [] }))).toBe('nothing_checked');
});

test('what was not played is listed, and a run that was stopped did not pass', () => {
  const stopped = makeReport({ notPlayed: [{ name: 'Later', file: 'later.yaml', tags: [] }], stopped: 'signal' });
  expect(judgeRun(stopped)).toBe('failed');
  expect(formatText(stopped, plain)).toContain('not played Later\n1 passed, 1 not played in 2.3 s; stopped by hand\n');
});

test('nothing that a terminal would obey reaches it', () => {
  const evil = '\u001b[2Jname\u202e';
  const text = formatText(
    makeReport({ scenarios: [makeFailed({ name: evil, file: evil, steps: [makeStep({ verdict: 'failed', title: evil })] })] }),
    plain,
  );
  expect(text).not.toMatch(/[\u001b\u202e]/);
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1_000, '1.0 s'],
  [59_900, '59.9 s'],
  [59_990, '1 min 0 s'],
  [125_400, '2 min 5 s'],
])('%d ms are said as %s', (ms, said) => {
  expect(sayDuration(ms)).toBe(said);
});
