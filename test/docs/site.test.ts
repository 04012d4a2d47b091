import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from './read-pages.js';

const SITE = join(ROOT, 'docs/.vitepress/dist');

test('the site is built, every page of docs/ is in it, search knows them, and every link and anchor leads somewhere', async () => {
  // A dead link ends the build.
  await promisify(execFile)(process.execPath, ['scripts/build-docs.mjs'], { cwd: ROOT, env: { ...process.env, NODE_ENV: '' } });
  const html = new Map(listFiles(SITE, '.html').map((file) => [file, readFileSync(join(SITE, file), 'utf8')]));
  const pages = listFiles(join(ROOT, 'docs'), '.md').filter((file) => !file.startsWith('.vitepress/'));
  for (const page of [...pages, 'providers/secpaid.md', 'providers/securepayapi.md'])
    expect([...html.keys()]).toContain(page.replace(/\.md$/, '.html'));
  const broken = [...html].flatMap(([file, text]) =>
    [...text.matchAll(/href="([^"]+)"/g)]
      .map(([, href = '']) => href)
      .filter((href) => !/^(https?:|mailto:|data:)/.test(href) && !leadsSomewhere(file, href, html))
      .map((href) => `${file}: ${href}`),
  );
  expect(broken).toEqual([]);
  expect(html.get('terminal.html')).toContain('class="shiki');
  // What is decided is read from the architecture; everything else stands in the menu.
  const menu = [...(html.get('index.html') ?? '').matchAll(/<a class="[^"]*VPLink[^"]*" href="([^"]+)"/g)].map(
    ([, href]) => href,
  );
  const inMenu = (page: string) => menu.includes(`/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')}`);
  expect(pages.filter((page) => !page.startsWith('decisions/') && !inMenu(page))).toEqual([]);
  const index = listFiles(join(SITE, 'assets'), '.js').filter((file) => /localSearchIndex/.test(file));
  const searched = index.map((file) => readFileSync(join(SITE, 'assets', file), 'utf8')).join('');
  expect(searched).toContain('tampered');
  expect(searched).not.toContain('.test.ts.html');
}, 600_000);

function leadsSomewhere(file: string, href: string, html: ReadonlyMap<string, string>): boolean {
  const [path = '', anchor = ''] = decodeURI(href).split('#');
  if (path === '' && anchor === '') return true;
  const target = path === '' ? file : path.startsWith('/') ? path.slice(1) : posix.join(dirname(file), path);
  const page = [target, `${target}.html`, posix.join(target, 'index.html')].find((name) => html.has(name));
  if (page === undefined) return existsSync(join(SITE, target));
  return anchor === '' || (html.get(page) ?? '').includes(`id="${anchor}"`);
}

function listFiles(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.replaceAll('\\', '/'));
}
