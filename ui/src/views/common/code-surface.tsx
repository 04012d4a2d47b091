import { isolateHistory } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';

interface CodeSurfaceProps {
  value: string;
  /** A new list makes a new editor: keep it as long as it says the same. */
  extensions: readonly Extension[];
  className?: string | undefined;
  onChange?(value: string): void;
}

/**
 * An editor in a shadow root of its own. There its rules become constructed style sheets, which the page's security policy allows;
 * in the document itself they would be a `<style>` element, which it refuses.
 */
export function CodeSurface({ value, extensions, className, onChange }: CodeSurfaceProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const viewRef = useRef<EditorView | null>(null);
  const latest = useRef({ value, onChange });

  useEffect(() => {
    latest.current = { value, onChange };
    const view = viewRef.current;
    if (view) replaceText(view, value);
  });
  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const tellChange = EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const text = update.state.doc.toString();
      if (text !== latest.current.value) latest.current.onChange?.(text);
    });
    const state = EditorState.create({ doc: latest.current.value, extensions: [...extensions, tellChange] });
    const view = new EditorView({ state, root, parent: root });
    viewRef.current = view;
    return () => {
      viewRef.current = null;
      view.destroy();
    };
  }, [extensions]);

  return <div ref={hostRef} className={className} data-read-only={onChange ? undefined : ''} />;
}

/** Changes only what differs, so that the cursor stays where it is. */
function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  const shortest = Math.min(old.length, text.length);
  let start = 0;
  while (start < shortest && old[start] === text[start]) start++;
  let end = 0;
  while (end < shortest - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
    // To be undone by itself, not together with what was typed before.
    annotations: isolateHistory.of('full'),
  });
}
