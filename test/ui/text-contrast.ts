import type { Page } from 'playwright-core';

/** Something that can be pressed, and what its worst text stands out by in one of its states. */
export interface TextContrast {
  state: 'rest' | 'hover' | 'active' | 'focus';
  /** Its words, and how it looks. */
  name: string;
  ratio: number;
}

const MARK = 'data-contrast';

/**
 * Measures every look of button and link that is in sight, in each of its states, as the browser draws it: the colour of each piece of text
 * against all backgrounds below it. Of those that look the same and lie on the same background, one.
 * @param known looks that need no measuring any more; those that are measured are added.
 */
export async function measureContrast(page: Page, known: Set<string>, within = 'body'): Promise<TextContrast[]> {
  const marked = await markLooks(page, [...known], within);
  for (const { look } of marked) known.add(look);
  const names = marked.map(({ text, look }) => `${text} <${look}>`);
  const found: TextContrast[] = [];
  const { height } = page.viewportSize() ?? { height: 800 };
  const away = () => page.mouse.move(0, height - 1);
  for (const [index, name] of names.entries()) {
    const measure = async (state: TextContrast['state']) =>
      found.push({ state, name, ratio: await readRatio(page, `[${MARK}="${index}"]`) });
    const element = page.locator(`[${MARK}="${index}"]`);
    await away();
    await measure('rest');
    await element.focus();
    await measure('focus');
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    if (!box) continue;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    // What lies below something else cannot be pressed.
    if (!(await element.evaluate((button) => button.matches(':hover')))) continue;
    await measure('hover');
    await page.mouse.down();
    await measure('active');
    await away();
    await page.mouse.up();
  }
  return found;
}

/** Marks one of each look that is not known. */
function markLooks(page: Page, known: string[], within: string): Promise<{ text: string; look: string }[]> {
  return page.evaluate(
    ([root, mark, seen]) => {
      // A link that is pressed and left would be dragged.
      addEventListener('dragstart', (event) => event.preventDefault());
      for (const old of document.querySelectorAll(`[${mark}]`)) old.removeAttribute(mark);
      const looks = new Set(seen);
      const marked: { text: string; look: string }[] = [];
      const layersOf = (element: Element | null): string[] =>
        element === null ? [] : [getComputedStyle(element).backgroundColor, ...layersOf(element.parentElement)];
      for (const element of document.querySelectorAll(`:is(${root}) :is(button, a[href], label)`)) {
        const text = element.textContent?.trim() ?? '';
        if (
          text === '' ||
          !element.checkVisibility() ||
          element.matches(':disabled, [data-disabled], [aria-disabled="true"], :has(:disabled)')
        )
          continue;
        const states = [...element.attributes].filter(({ name }) =>
          /^(data|aria-(selected|current|pressed|expanded))/.test(name),
        );
        const { color } = getComputedStyle(element);
        const backs = layersOf(element).filter((back) => back !== 'rgba(0, 0, 0, 0)');
        const look = [element.className, color, ...states.map(({ name, value }) => `${name}=${value}`), 'on', ...backs].join(' ');
        if (looks.has(look)) continue;
        looks.add(look);
        element.setAttribute(mark, String(marked.length));
        marked.push({ text: text.slice(0, 40), look });
      }
      return marked;
    },
    [within, MARK, known] as const,
  );
}

/** The lowest ratio between a piece of text in the element and what lies below it. Source of the formula: WCAG 2.2, contrast ratio. */
function readRatio(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const element = document.querySelector(wanted);
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!element || !pen) throw new Error(`There is no ${wanted}.`);
    await Promise.allSettled(element.getAnimations({ subtree: true }).map(({ finished }) => finished));
    const paint = (color: string) => {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const light = (rgb: number[]) =>
      rgb
        .map((value) => value / 255)
        .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
    const ratios: number[] = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      if (!parent || texts.currentNode.textContent?.trim() === '' || parent.closest('.visually-hidden')) continue;
      const layers: Element[] = [];
      for (let layer: Element | null = parent; layer; layer = layer.parentElement) layers.unshift(layer);
      let back = paint('white');
      for (const layer of layers) back = paint(getComputedStyle(layer).backgroundColor);
      const text = paint(getComputedStyle(parent).color);
      const [dark = 0, bright = 0] = [light(back), light(text)].sort((one, other) => one - other);
      ratios.push((bright + 0.05) / (dark + 0.05));
    }
    return Math.min(21, ...ratios);
  }, selector);
}
