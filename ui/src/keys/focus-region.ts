/**
 * Gives the focus to an element that is none of those that Tab stops at, so that Tab goes on from there. It can have the focus for as long
 * as it has it only: otherwise a press on its empty space would put the focus at its beginning.
 */
export function focusRegion(element: HTMLElement | null): void {
  if (!element) return;
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}
