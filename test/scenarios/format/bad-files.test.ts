import { describe, expect, test } from 'vitest';
import { badFiles } from './bad-files.js';
import { badSteps } from './bad-steps/index.js';
import { lists } from './lists.js';
import { fileOf, parse, parseWrong } from './parse.js';

function listProblems(text: string): string[] {
  return parseWrong(text).problems.map(({ code, file, line, column, message }) => {
    const place = `${file}:${line}:${column}: `;
    expect(message.startsWith(place), message).toBe(true);
    let words = message.slice(place.length);
    for (const [name, list] of Object.entries(lists)) words = words.replace(list, `<${name}>`);
    return `${code} ${line}:${column} ${words}`;
  });
}

describe('a scenario file is refused with code, place and words', () => {
  test.each(badFiles)('%s', (_title, text, problems) => {
    expect(listProblems(text)).toEqual(problems);
  });

  test.each(badSteps)('%s', (_title, step, problems) => {
    expect(listProblems(fileOf(step))).toEqual(problems);
  });
});

test('everything that is wrong with a file is told at once, in its order, each with its line and a caret', () => {
  const { problems, message, code, exitCode } = parseWrong(
    fileOf('  - crate: {}\n  - pay: { card: chalenge }\n\t- x'.replace('\n\t- x', '')),
  );
  expect(problems.map(({ line, didYouMean }) => [line, didYouMean])).toEqual([
    [8, 'create'],
    [9, 'challenge'],
  ]);
  expect(message).toContain('\n  9 |   - pay: { card: chalenge }\n    |                  ^');
  expect([code, exitCode]).toEqual(['invalid_scenario', 2]);
});

test('of more than fifty problems the rest are counted', () => {
  const { problems, message } = parseWrong(fileOf('  - crate: {}\n'.repeat(90)));
  expect(problems).toHaveLength(50);
  expect(message).toMatch(/shop\.yaml: and 40 more problems$/);
});

test('the caret stands in the part of a long line that is shown', () => {
  const { problems } = parseWrong(fileOf(`  - set: { a: "${'x'.repeat(500)}", run: 1 }`));
  const [shown = '', caret = ''] = problems[0]?.excerpt.split('\n') ?? [];
  expect(shown.slice(caret.indexOf('^')).startsWith('run')).toBe(true);
  expect(shown.length).toBeLessThan(140);
});

test('a name that shares its spelling with what every object has is no step, action or variable', () => {
  for (const name of ['toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']) {
    expect(listProblems(fileOf(`  - ${name}: {}`))[0]).toMatch(/^unknown_step/);
    expect(listProblems(fileOf(`  - set: { a: "\${${name}}" }`))[0]).toMatch(/^unknown_variable/);
    expect(listProblems(fileOf(`  - fault: ${name}`))[0]).toMatch(/^unknown_fault/);
  }
});

test('line ends of Windows and a byte order mark change nothing', () => {
  const text = fileOf('  - open:');
  expect(parse(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(parse(text));
  const [problem] = parseWrong(fileOf('  - crate: {}').replaceAll('\n', '\r\n')).problems;
  expect(problem).toMatchObject({ line: 8, column: 5 });
  expect(problem?.excerpt).not.toContain('\r');
});
