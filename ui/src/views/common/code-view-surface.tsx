import { useMemo } from 'react';
import { buildReadingExtensions } from './code-extensions.js';
import { CodeSurface } from './code-surface.js';
import type { CodeViewProps } from './code-view.js';

/** The part of `CodeView` that needs the editor's code. */
export function CodeViewSurface({ value, language, label, className }: CodeViewProps) {
  const extensions = useMemo(() => buildReadingExtensions(language, label), [language, label]);
  return <CodeSurface value={value} extensions={extensions} className={className} />;
}
