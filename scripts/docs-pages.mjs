/**
 * Which files the documentation site is made of. The pages read well as they stand on a code host, so they link to each other and to sources
 * by relative paths; the site has them under addresses of its own, and shows sources as pages.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LANGUAGES = { js: 'js', mjs: 'js', ts: 'ts', json: 'json', yaml: 'yaml', xsd: 'xml', example: 'sh' };
const LINK = /(!?\[(?:[^\][]|\[[^\]]*\])*\]\()([^)\s]+)(\))/g;

/** Markdown files of the project that are pages: of docs/ by their own path, READMEs by the folder they describe. */
export function listPages() {
  const docs = listFiles('docs').filter((file) => file.endsWith('.md') && !file.includes('/.vitepress/'));
  const readmes = listFiles('server/providers').filter((file) => file.endsWith('/README.md'));
  return [
    ...docs,
    ...readmes,
    'fixtures/receivers/README.md',
    'examples/third-provider/toypay/README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
  ];
}

/** Where a file of the project stands in the site: `docs/page.md` at `page.md`, a provider's README at `providers/<name>.md`. */
export function siteNameOf(file) {
  if (file.startsWith('docs/')) return `${file.slice('docs/'.length)}${path.posix.extname(file) === '' ? '.md' : ''}`;
  const provider = /^server\/providers\/([^/]+)\/README\.md$/.exec(file)?.[1];
  if (provider) return `providers/${provider}.md`;
  const name = file.replace(/\/README\.md$/, '/index.md');
  return name.endsWith('.md') ? `project/${name}` : `project/${name.replace(/\/$/, '')}.md`;
}

/** Links of a page, code left out, as they are written. */
export function listLinks(text) {
  return [...withoutCode(text).matchAll(LINK)].map(([, , target]) => target);
}

/** The file that a relative link means, and the anchor behind it; null for an address of the web. */
export function resolveLink(file, link) {
  if (/^[a-z]+:/i.test(link)) return null;
  const [target, anchor = ''] = link.split('#');
  const resolved = target === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), decodeURI(target)));
  return { target: resolved, anchor };
}

/**
 * The site's pages as a map from name to text, and the pictures they show. Links to sources become pages that show them.
 */
export function buildPages() {
  const pages = new Map();
  const pictures = new Set();
  const waiting = listPages();
  const known = new Set(waiting);
  for (const file of waiting) {
    const text = file.endsWith('.md') ? readFileSync(path.join(ROOT, file), 'utf8') : showSource(file);
    const name = siteNameOf(file);
    const rewritten = mapOutsideCode(text, (part) =>
      part.replace(LINK, (all, before, link, after) => {
        const found = resolveLink(file, link);
        if (!found) return all;
        const { target, anchor } = found;
        if (/\.(png|jpg|svg)$/.test(target)) {
          pictures.add(target);
          return `${before}${relative(name, siteNameOf(target).replace(/^project\/(.*)\.md$/, '$1'))}${after}`;
        }
        const page = statSync(path.join(ROOT, target)).isDirectory() ? readmeOf(target) : target;
        if (!known.has(page)) {
          known.add(page);
          waiting.push(page);
        }
        return `${before}${relative(name, siteNameOf(page))}${anchor === '' ? '' : `#${anchor}`}${after}`;
      }),
    );
    pages.set(name, rewritten);
  }
  return { pages, pictures };
}

function readmeOf(folder) {
  const readme = `${folder.replace(/\/$/, '')}/README.md`;
  return existsSync(path.join(ROOT, readme)) ? readme : folder.replace(/\/$/, '');
}

/** A source, or a folder of them, as a page. */
function showSource(file) {
  const isFolder = statSync(path.join(ROOT, file)).isDirectory();
  const files = isFolder ? listFiles(file) : [file];
  const parts = files.map((one) => {
    const content = readFileSync(path.join(ROOT, one), 'utf8').trimEnd();
    return `${isFolder ? `## ${path.posix.relative(file, one)}\n\n` : ''}\`\`\`\`${LANGUAGES[one.split('.').at(-1)] ?? ''}\n${content}\n\`\`\`\``;
  });
  // Whoever looks for a word wants what is said about it; of sources only those that are there to be copied.
  const head = /^(examples|fixtures)\//.test(file) ? '' : '---\nsearch: false\n---\n\n';
  return `${head}# ${file}\n\n${parts.join('\n\n')}\n`;
}

function relative(from, to) {
  const way = path.posix.relative(path.posix.dirname(from), to);
  return way.startsWith('.') ? way : `./${way}`;
}

function listFiles(folder) {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

function withoutCode(text) {
  let prose = '';
  mapOutsideCode(text, (part) => {
    prose += part;
    return part;
  });
  return prose;
}

/** Changes a page outside its fenced blocks. The words of a link may be code. */
function mapOutsideCode(text, change) {
  return text
    .split(/(^(`{3,})[^\n]*\n[\s\S]*?^\2[ \t]*$)/m)
    .filter((_part, index) => index % 3 !== 2)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}
