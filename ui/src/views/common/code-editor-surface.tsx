import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { keymap } from '@codemirror/view';
import { useMemo } from 'react';
import type { CodeEditorProps } from './code-editor.js';
import { buildCodeExtensions } from './code-extensions.js';
import { CodeSurface } from './code-surface.js';

/** The part of `CodeEditor` that needs the editor's code. */
export function CodeEditorSurface({ value, onChange, language, label, className }: CodeEditorProps) {
  const extensions = useMemo(
    // Tab is left to the browser: it leaves the field, as it leaves any other.
    () => [...buildCodeExtensions(language, label), history(), keymap.of([...historyKeymap, ...defaultKeymap])],
    [language, label],
  );
  return <CodeSurface value={value} extensions={extensions} onChange={onChange} className={className} />;
}
