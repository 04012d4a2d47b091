/**
 * `npm run docs`: builds the documentation as a searchable site into docs/.vitepress/dist. `npm run docs:dev` serves it while you write; start
 * it again to see a changed page. Needs nothing that is not in the repository.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, createServer } from 'vitepress';
import { buildPages, ROOT, siteNameOf } from './docs-pages.mjs';

const SITE = path.join(ROOT, 'docs');
const STAGING = path.join(SITE, '.vitepress/pages');

const { pages, pictures } = buildPages();
rmSync(STAGING, { recursive: true, force: true });
for (const [name, text] of pages) {
  const file = path.join(STAGING, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
for (const picture of pictures) {
  const file = path.join(STAGING, siteNameOf(picture));
  mkdirSync(path.dirname(file), { recursive: true });
  cpSync(path.join(ROOT, picture), file);
}

if (process.argv.includes('--dev')) {
  const server = await createServer(SITE);
  await server.listen();
  server.printUrls();
} else {
  await build(SITE);
  console.log(`Built ${pages.size} pages into docs/.vitepress/dist.`);
}
