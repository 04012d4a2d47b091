import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Command, findCommand } from './command.js';
import { closeByEscape } from './escape-layers.js';

interface CommandRegistry {
  /** Offers commands until the returned function is called. */
  offer(source: { current: readonly Command[] }): () => void;
  /** What can be done now, in the order offered. */
  list(): Command[];
}

const RegistryContext = createContext<CommandRegistry | null>(null);

/** Listens for keys and knows what can be done; views add to it with `useCommands`. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isWriting(event) || isBehindDialog(event.target)) return;
      const command = findCommand(registry.list(), event);
      if (!command || (event.key === 'Enter' && isPressable(event.target))) return;
      event.preventDefault();
      command.run();
    };
    addEventListener('keydown', closeByEscape, true);
    addEventListener('keydown', listen);
    return () => {
      removeEventListener('keydown', closeByEscape, true);
      removeEventListener('keydown', listen);
    };
  }, [registry]);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

/** Offers `commands` for as long as the component is shown. They may close over what is current: the newest ones count. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useCommandRegistry();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => registry.offer(latest), [registry]);
}

/** @throws Error outside of a `CommandsProvider`. */
export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('commands work inside CommandsProvider only');
  return useMemo(() => registry, [registry]);
}

function createRegistry(): CommandRegistry {
  const sources = new Set<{ current: readonly Command[] }>();
  return {
    offer(source) {
      sources.add(source);
      return () => sources.delete(source);
    },
    list: () => [...sources].flatMap(({ current }) => current),
  };
}

/** Inputs that take no letters: a press on a switch leaves the focus there, and keys must go on working. */
const WORDLESS = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);
/** What such an input does with a key by itself. */
const OWN_KEYS = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/** Letters typed into a field stay letters. */
function isWriting({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && WORDLESS.has(target.type)) return OWN_KEYS.has(key);
  // A key in an editor within a shadow root arrives with its host as the target; in one that only shows a text nothing is written.
  const isEditor = target.shadowRoot !== null && target.dataset.readOnly === undefined;
  return target.isContentEditable || isEditor || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A button or link that has the focus is what Enter means there; within a list the selected line is, whatever has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a[href], summary') !== null &&
    target.closest('[role="listbox"]') === null
  );
}

/** While a dialog is open the page behind it hears nothing. */
function isBehindDialog(target: EventTarget | null): boolean {
  return document.querySelector('dialog[open]') !== null || (target instanceof Element && target.closest('dialog') !== null);
}
