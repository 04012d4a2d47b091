/**
 * The panel stands in the top layer, where nothing but the window holds it: below the badge, and within the window. Without a badge, which may
 * be hidden or not there, it stands below the header.
 */
export function placeBelow(panel: HTMLElement | null, badge: HTMLElement | null): void {
  const anchor = badge?.checkVisibility() ? badge : panel?.closest('header');
  if (!panel || !anchor) return;
  const { left, bottom } = anchor.getBoundingClientRect();
  panel.style.setProperty('--panel-left', `${left}px`);
  panel.style.setProperty('--panel-top', `${bottom}px`);
}
