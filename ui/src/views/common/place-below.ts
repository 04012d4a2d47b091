/** The panel stands in the top layer, where nothing but the window holds it: below the badge, and within the window. */
export function placeBelow(panel: HTMLElement | null, badge: HTMLElement | null): void {
  if (!panel || !badge) return;
  const { left, bottom } = badge.getBoundingClientRect();
  panel.style.setProperty('--panel-left', `${left}px`);
  panel.style.setProperty('--panel-top', `${bottom}px`);
}
