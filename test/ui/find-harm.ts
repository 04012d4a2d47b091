import type { Page } from 'playwright-core';
import { UNSEEN } from '../../ui/src/format/text.js';

declare global {
  interface Window {
    /** Put there by `installHarmFinder`. Looks at everything, or at parts of the document. */
    findHarm: (...parts: (Element | null)[]) => string[];
  }
}

/** Gives every document of the page a `findHarm()`. To be called before the first one is opened. */
export async function installHarmFinder(page: Page): Promise<void> {
  await page.addInitScript((unseen) => {
    const foreign =
      '[data-pwned], img, iframe, object, embed, base, meta[http-equiv=refresh], animate, foreignObject, [srcdoc], [action], [formaction]';
    const pattern = new RegExp(unseen, 'u');
    const isOwn = (element: Element) => {
      const address = new URL(element.getAttribute('src') ?? element.getAttribute('href') ?? '', location.href);
      return address.origin === location.origin && /^\/(assets\/|favicon)/.test(address.pathname);
    };
    const quote = (element: Element) => element.outerHTML.slice(0, 200);

    function judgeElement(element: Element, harm: string[]): void {
      if (element.matches(foreign) || (element.matches('script, link') && !isOwn(element)))
        harm.push(`an element: ${quote(element)}`);
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) harm.push(`a handler: ${quote(element)}`);
        if (!/^(href|src|xlink:href|poster|data)$/.test(name)) continue;
        if (!/^https?:$/.test(new URL(value, document.baseURI).protocol)) harm.push(`a link: ${quote(element)}`);
      }
    }

    function judgePart(part: Element, harm: string[]): void {
      for (const element of [part, ...part.querySelectorAll('*')]) judgeElement(element, harm);
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (pattern.test(node.nodeValue ?? '')) harm.push(`unseen characters: ${JSON.stringify(node.nodeValue).slice(0, 200)}`);
    }

    window.findHarm = (...parts) => {
      const harm: string[] = [];
      if ('__pwned' in window) harm.push('a script ran');
      if ('isAdmin' in {} || 'html' in {}) harm.push('every object has changed');
      for (const part of parts.length === 0 ? [document.documentElement] : parts) if (part) judgePart(part, harm);
      return harm;
    };
  }, UNSEEN.source);
}

/** What text from outside has done to the document, in words; nothing when it stayed text. */
export function findHarm(page: Page): Promise<string[]> {
  return page.evaluate(() => window.findHarm());
}

/** Addresses outside `origin` that the page, or one it opened, asks for from now on. */
export function watchForeignRequests(page: Page, origin: string): string[] {
  const foreign: string[] = [];
  page.context().on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:', 'file:'].includes(protocol)) foreign.push(request.url());
  });
  return foreign;
}
