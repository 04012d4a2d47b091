import { readFileSync } from 'node:fs';
import type { ProviderRoute } from '../provider.js';
import { pageStyle } from './page-style.js';

/**
 * Scripts lie beside this file as plain JavaScript and are read once, when the module is loaded: the one exception to "nothing here
 * does I/O", so that they can be type-checked and linted as files of their own.
 */
const scripts = [
  'widget.browser.js',
  'checkout.browser.js',
  'try-out.browser.js',
  'card-fields.browser.js',
  'panels.browser.js',
  'messages.browser.js',
].map((name) => [name, readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')] as const);

export const assetRoutes: readonly ProviderRoute[] = [
  {
    method: 'GET',
    path: '/assets/page.css',
    kind: 'asset',
    name: 'page.css',
    handle: () => ({ reply: { status: 200, content: { kind: 'css', text: pageStyle } } }),
  },
  ...scripts.map(
    ([name, text]): ProviderRoute => ({
      method: 'GET',
      path: `/assets/${name}`,
      kind: 'asset',
      name,
      handle: () => ({ reply: { status: 200, content: { kind: 'script', text } } }),
    }),
  ),
];
