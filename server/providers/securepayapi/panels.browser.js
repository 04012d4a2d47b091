// The widget's panels: all stand in the page, one is shown.

/**
 * @param {string} name
 * @param {boolean} takeFocus Only after something the customer did: a frame that loads must not take the focus from the page around it.
 */
export function show(name, takeFocus) {
  if (!isShown(name)) {
    for (const panel of panels()) panel.hidden = panel.dataset.panel !== name;
    const heading = document.querySelector(`[data-panel="${name}"] :is(h1, h2)`);
    if (takeFocus && heading instanceof HTMLElement) heading.focus();
  }
}

/** @param {string} name */
function isShown(name) {
  return panels().some((panel) => panel.dataset.panel === name && !panel.hidden);
}

function panels() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-panel]')]);
}

/**
 * @param {string} selector
 * @param {string} text
 */
export function write(selector, text) {
  find(selector).textContent = text;
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(selector) {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) return found;
  throw new Error(`The page lacks ${selector}`);
}
