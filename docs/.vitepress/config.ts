import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

/** A provider's folder brings its own page. */
const PROVIDERS = new URL('../../server/providers/', import.meta.url);
const providers = readdirSync(PROVIDERS)
  .map((name) => ({ name, file: new URL(`${name}/README.md`, PROVIDERS) }))
  .filter(({ file }) => existsSync(file))
  .map(({ name, file }) => ({ text: /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? name, link: `/providers/${name}` }));

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
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'First minute', link: '/first-minute' },
      { text: 'Guides', link: '/guides/developer' },
      { text: 'Reference', link: '/cli' },
      { text: 'Changelog', link: '/project/CHANGELOG' },
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'Everything', link: '/' },
          { text: 'First minute', link: '/first-minute' },
          { text: 'Setup', link: '/setup' },
          { text: 'At the terminal', link: '/terminal' },
          { text: 'The live page', link: '/page' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
          { text: 'Coming from another tool', link: '/coming-from' },
        ],
      },
      {
        text: 'By what you do',
        items: [
          { text: 'Developer', link: '/guides/developer' },
          { text: 'QA', link: '/guides/qa' },
          { text: 'Test author', link: '/guides/test-author' },
          { text: 'Reviewer', link: '/guides/reviewer' },
        ],
      },
      {
        text: 'Providers',
        items: providers,
      },
      {
        text: 'Parts',
        items: [
          { text: 'Running scenarios', link: '/running' },
          { text: 'Checks', link: '/checks' },
          { text: 'Signatures', link: '/signatures' },
          { text: 'From test code', link: '/testing' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Command line', link: '/cli' },
          { text: 'Scenario files', link: '/scenarios' },
          { text: 'Faults', link: '/faults' },
          { text: 'Control plane', link: '/control-plane' },
          { text: 'Programmatic API', link: '/api' },
          { text: 'Which check finds what', link: '/check-matrix' },
        ],
      },
      {
        text: 'How it is built',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Adding a provider', link: '/add-a-provider' },
          { text: 'Contributing', link: '/project/CONTRIBUTING' },
          { text: 'Changelog', link: '/project/CHANGELOG' },
        ],
      },
    ],
  },
});
