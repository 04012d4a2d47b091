import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listBlocks, ROOT, readPage } from './read-pages.js';

const PAGE = 'docs/architecture.md';
const tree = readTree();

describe('the house in docs/architecture.md', () => {
  test('every file and folder of the tree is there', () => {
    expect(tree.length).toBeGreaterThan(40);
    expect(tree.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test.each(['server', 'server/checks', 'server/scenarios', 'ui/src'])('no folder of %s is missing in it', (folder) => {
    const folders = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `${folder}/${name}/`).filter((path) => !tree.includes(path))).toEqual([]);
  });

  test('every source that the page names is there', () => {
    const named = [...readPage(PAGE).matchAll(/`((?:[\w.<>-]+\/)*[\w.<>-]+\.(?:tsx?|js))`/g)].map(([, path = '']) => path);
    const places = [
      '',
      'server/',
      'ui/src/',
      'server/engine/',
      'server/providers/',
      'server/providers/securepayapi/',
      'server/providers/secpaid/',
    ];
    const sources = listSources();
    const missing = named.filter(
      (path) =>
        !path.includes('<') &&
        !places.some((place) => existsSync(join(ROOT, place, path))) &&
        // A second file of a list stands without its folder.
        !(!path.includes('/') && sources.some((source) => source.endsWith(`/${path}`))),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});

function listSources(): string[] {
  return ['server', 'ui/src'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name)),
  );
}

/** The lines of the captioned tree as paths, folders with a slash behind them. */
function readTree(): string[] {
  const block = listBlocks(readPage(PAGE)).find(({ text }) => text.startsWith('server/'));
  const above: { indent: number; path: string }[] = [];
  return (block?.text ?? '').split('\n').flatMap((line) => {
    const [, indent = '', name = ''] = /^( *)(\S+)/.exec(line) ?? [];
    if (name === '') return [];
    while ((above.at(-1)?.indent ?? -1) >= indent.length) above.pop();
    const path = `${above.at(-1)?.path ?? ''}${name}`;
    if (name.endsWith('/')) above.push({ indent: indent.length, path });
    return [path];
  });
}
