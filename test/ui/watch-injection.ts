import type { Page } from 'playwright-core';

/** What a hostile text would do if it were taken for anything but text. */
export interface InjectionWatch {
  /** Requests that left for another origin than the page's own, and dialogs, as they come. */
  attempts: string[];
  /** What stands in the document now that no code of ours put there, and whether any hostile code ran. */
  inspect(): Promise<string[]>;
  /** That, and what can be read at the same moment: one question instead of two, where a test asks a thousand times. */
  read(): Promise<{ found: string[]; text: string }>;
}

/** Watches a page from now on; `origin` is its own. */
export function watchInjection(page: Page, origin: string): InjectionWatch {
  const attempts: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data:image\/|blob:|about:)/.test(url)) attempts.push(`request: ${url}`);
    if (new URL(url).pathname.endsWith('/x')) attempts.push(`request: ${url}`);
  });
  page.on('dialog', (dialog) => attempts.push(`dialog: ${dialog.message()}`));
  page.on('popup', (popup) => attempts.push(`popup: ${popup.url()}`));
  const read = () => page.evaluate(inspectDocument);
  return { attempts, read, inspect: async () => (await read()).found };
}

/** Runs in the page. */
function inspectDocument(): { found: string[]; text: string } {
  const found: string[] = [];
  const reached = globalThis as unknown as { __pwned?: unknown };
  if (reached.__pwned !== undefined) found.push('hostile code ran');
  if (({} as { isAdmin?: unknown }).isAdmin !== undefined) found.push('a prototype was changed');
  const foreign = new Set([
    'IFRAME',
    'OBJECT',
    'EMBED',
    'BASE',
    'FRAME',
    'ANIMATE',
    'FOREIGNOBJECT',
    'APPLET',
    'MARQUEE',
    'PORTAL',
  ]);
  for (const element of document.querySelectorAll('*')) {
    const name = element.tagName.toUpperCase();
    if (foreign.has(name)) found.push(element.outerHTML.slice(0, 200));
    if (name === 'SCRIPT' && (!element.hasAttribute('src') || document.body.contains(element))) {
      if (!document.head.contains(element)) found.push(element.outerHTML.slice(0, 200));
    }
    if (name === 'STYLE' && /evil|pwned/.test(element.textContent ?? '')) found.push(element.outerHTML.slice(0, 200));
    for (const { name: attribute, value } of element.attributes) {
      const isHandler = /^on/i.test(attribute) || attribute === 'data-pwned' || attribute === 'srcdoc';
      const isUrl = ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(attribute);
      const isForeignUrl =
        isUrl && (/^[\s\p{Cc}]*(javascript|data:text|vbscript)/iu.test(value) || value.includes('//evil.') || value === 'x');
      const isForeignStyle = attribute === 'style' && /evil|url\(|expression/.test(value);
      if (isHandler || isForeignUrl || isForeignStyle) found.push(`${name.toLowerCase()} ${attribute}=${value.slice(0, 100)}`);
    }
  }
  // biome-ignore lint/performance/useDomNodeTextContent: what can be seen counts, not what stands in the document
  return { found, text: document.body.innerText };
}
