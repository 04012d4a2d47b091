import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const menu: Record<string, Record<string, string>> = {
  Begin: {
    Everything: '/',
    'First minute': '/first-minute',
    Setup: '/setup',
    'At the terminal': '/terminal',
    'The live page': '/page',
    Troubleshooting: '/troubleshooting',
    'Coming from another tool': '/coming-from',
  },
  'By what you do': {
    Developer: '/guides/developer',
    QA: '/guides/qa',
    'Test author': '/guides/test-author',
    Reviewer: '/guides/reviewer',
  },
  Providers: listProviders(),
  Parts: {
    'Running scenarios': '/running',
    Checks: '/checks',
    Signatures: '/signatures',
    'From test code': '/testing',
  },
  Reference: {
    'Command line': '/cli',
    'Scenario files': '/scenarios',
    Faults: '/faults',
    'Control plane': '/control-plane',
    'Programmatic API': '/api',
    'Which check finds what': '/check-matrix',
  },
  'To rely on it': {
    'What is promised': '/reliability',
    'How fast it is': '/performance',
    Security: '/project/SECURITY',
    Changelog: '/project/CHANGELOG',
  },
  'To build on it': {
    Architecture: '/architecture',
    'Adding a provider': '/add-a-provider',
    Contributing: '/project/CONTRIBUTING',
  },
};

/** The site of `npm run docs`. Its pages are made by scripts/docs-pages.mjs; a link that leads nowhere fails the build. */
export default defineConfig({
  title: 'Paystage',
  description: 'Rehearse payments on your own machine.',
  lang: 'en-GB',
  srcDir: '.vitepress/pages',
  outDir: '.vitepress/dist',
  // Where the site stands below another path, that path.
  base: process.env.DOCS_BASE ?? '/',
  lastUpdated: false,
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  markdown: { html: true },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        // The search reads words only: colouring every block of code for it took more than half of the whole build.
        _render(text, env, markdown) {
          const { highlight } = markdown.options;
          markdown.options.highlight = null;
          try {
            const html = markdown.render(text, env);
            return env.frontmatter?.search === false ? '' : html;
          } finally {
            // The pages may be made by the same renderer.
            markdown.options.highlight = highlight;
          }
        },
      },
    },
    outline: [2, 3],
    nav: toItems({
      'First minute': '/first-minute',
      Guides: '/guides/developer',
      Reference: '/cli',
      Changelog: '/project/CHANGELOG',
    }),
    sidebar: Object.entries(menu).map(([text, pages]) => ({ text, items: toItems(pages) })),
  },
});

function toItems(pages: Readonly<Record<string, string>>) {
  return Object.entries(pages).map(([text, link]) => ({ text, link }));
}

/** A provider's folder brings its own page, and with it the title. */
function listProviders(): Record<string, string> {
  const folder = new URL('../../server/providers/', import.meta.url);
  const found = readdirSync(folder).flatMap((name) => {
    const page = new URL(`${name}/README.md`, folder);
    if (!existsSync(page)) return [];
    const title = /^# (.+)$/m.exec(readFileSync(page, 'utf8'))?.[1] ?? name;
    return [[title, `/providers/${name}`] as const];
  });
  return Object.fromEntries(found);
}
