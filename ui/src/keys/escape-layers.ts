import { type RefObject, useEffect, useRef } from 'react';

interface EscapeLayer {
  isOpen: boolean;
  panelRef: RefObject<HTMLElement | null>;
  /** What had the focus when it opened, and gets it back. */
  openerRef: RefObject<Element | null>;
  close(): void;
}

/** What Escape closes besides the dialogs of the browser, the newest last. */
const layers: RefObject<EscapeLayer>[] = [];

/** Of popovers. */
const openers = new WeakMap<Element, Element>();

/** A popover tells a moment later that it has opened; Escape before that is to give the focus back, too. */
export function noteOpener(popover: Element, opener: Element | null): void {
  if (opener) openers.set(popover, opener);
}

/** Lets Escape close something for as long as it is open, wherever the focus is. */
export function useEscapeLayer(layer: EscapeLayer): void {
  const latest = useRef(layer);
  useEffect(() => {
    latest.current = layer;
  });
  useEffect(() => {
    if (!layer.isOpen) return;
    layers.push(latest);
    return () => {
      layers.splice(layers.indexOf(latest), 1);
    };
  }, [layer.isOpen]);
}

/**
 * Closes what lies on top when Escape is pressed, before anything else hears of it: a field that has a use for Escape of its own, or a view
 * that would go back, lies below.
 */
export function closeByEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!closeTop()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function closeTop(): boolean {
  const dialog = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1);
  // A popover tells a moment later that it has closed.
  const layer = layers.findLast(({ current }) => current.panelRef.current?.checkVisibility())?.current;
  const popover = [...document.querySelectorAll<HTMLElement>(':popover-open')].at(-1);
  if (dialog) dialog.close();
  else if (layer) closeLayer(layer);
  else if (popover) closePopover(popover);
  else return false;
  return true;
}

function closePopover(popover: HTMLElement): void {
  const opener = openers.get(popover) ?? null;
  closeLayer({
    isOpen: true,
    panelRef: { current: popover },
    openerRef: { current: opener },
    close: () => popover.hidePopover(),
  });
}

/** The focus goes back, unless somebody took it elsewhere meanwhile. */
function closeLayer({ panelRef, openerRef, close }: EscapeLayer): void {
  const focused = document.activeElement;
  const panel = panelRef.current;
  const isElsewhere = focused !== null && !focused.contains(panel) && !panel?.contains(focused);
  close();
  if (!isElsewhere && openerRef.current instanceof HTMLElement) openerRef.current.focus();
}
