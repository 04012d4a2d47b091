import { expect, test } from 'vitest';
import { verbs } from '../../server/cli/verbs.js';
import { listPages, readPage } from './read-pages.js';

/** Words of the program itself, and what stands for any command. */
const GENERAL = new Set(['help', '--help', '-h', '--version', '<command>']);
/** Commands whose module is not read here: their own tests try them. */
const ELSEWHERE = new Set(['demo', 'completion']);

test('every command that a sentence of a page mentions is one, with flags that it has', async () => {
  const problems: string[] = [];
  let count = 0;
  for (const file of [...listPages(), 'CHANGELOG.md']) {
    for (const [span = '', words = ''] of withoutFences(readPage(file)).matchAll(/`(?:npx )?paystage ([^`]+)`/g)) {
      const [name = '', ...rest] = words.split(/\s+/);
      count += 1;
      if (GENERAL.has(name) || ELSEWHERE.has(name)) continue;
      const entry = verbs.find((verb) => verb.name === name);
      if (!entry) problems.push(`${file}: ${span}: no such command`);
      const flags = new Set((await entry?.load())?.settings.map(({ flag }) => `--${flag}`));
      for (const flag of rest.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/[=,;].*$/, '')))
        if (entry && flag !== '--help' && !flags.has(flag)) problems.push(`${file}: ${span}: no ${flag}`);
    }
  }
  expect(count).toBeGreaterThan(50);
  expect(problems).toEqual([]);
});

function withoutFences(text: string): string {
  return text.replace(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1[ \t]*$/gm, '');
}
