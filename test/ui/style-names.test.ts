import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const IMPORT = /^import (\w+) from '(\..*\.module\.css)';$/gm;

test('every name of a style that a view uses stands in the file it is taken from', () => {
  const files = readdirSync('ui/src/views', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  const missing = files.flatMap((file) => {
    const path = join('ui/src/views', file);
    const source = readFileSync(path, 'utf8');
    return [...source.matchAll(IMPORT)].flatMap(([, name = '', style = '']) => {
      const rules = readFileSync(join(dirname(path), style), 'utf8');
      const code = source.replace(/^import .*$/gm, '');
      const used = [...code.matchAll(new RegExp(`(?<![\\w.])${name}\\.(\\w+)`, 'g'))].map(([, rule = '']) => rule);
      return used.filter((rule) => !new RegExp(`\\.${rule}(?![\\w-])`).test(rules)).map((rule) => `${file}: ${rule} of ${style}`);
    });
  });
  expect(files.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
