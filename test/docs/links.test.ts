import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error A script, without types.
import { listLinks, resolveLink } from '../../scripts/docs-pages.mjs';
import { listPages, ROOT, readPage } from './read-pages.js';

const pages = [...listPages(), 'CHANGELOG.md'];

test.each(pages)('%s: every relative link leads to a file, every anchor to a heading', (file) => {
  const broken = (listLinks(readPage(file)) as string[]).filter((link) => {
    const found = resolveLink(file, link) as { target: string; anchor: string } | null;
    if (!found) return false;
    const { target, anchor } = found;
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== '' && (statSync(join(ROOT, target)).isDirectory() || !listAnchors(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test('every page of docs/ can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const file of reached) {
    if (!file.endsWith('.md')) continue;
    for (const link of listLinks(readPage(file)) as string[]) {
      const target = (resolveLink(file, link) as { target: string } | null)?.target;
      if (target && existsSync(join(ROOT, target)) && statSync(join(ROOT, target)).isFile()) reached.add(target);
    }
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});

/** The anchors that a code host gives to the headings of a page. */
function listAnchors(file: string): string[] {
  const seen = new Map<string, number>();
  return [...headingsOf(readPage(file))].map((heading) => {
    const words = heading
      .replace(/[`*]/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-');
    const count = seen.get(words) ?? 0;
    seen.set(words, count + 1);
    return count === 0 ? words : `${words}-${count}`;
  });
}

function headingsOf(text: string): string[] {
  // Headings may hold code, fences may hold what looks like a heading.
  const prose = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '');
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}
