import { expect, test } from 'vitest';
import { nameProgram } from '../../server/cli/name-program.js';

test('what npm or npx has started is typed with npx in the next terminal, what is on the path is not', () => {
  expect(nameProgram({ npm_command: 'exec' })).toBe('npx paystage');
  expect(nameProgram({ npm_command: 'start' })).toBe('npx paystage');
  expect(nameProgram({})).toBe('paystage');
});
