import { getChunks, unifiedMergeView } from '@codemirror/merge';
import { type EditorView, ViewPlugin } from '@codemirror/view';
import { useMemo } from 'react';
import type { CodeDiffProps } from './code-diff.js';
import { buildReadingExtensions } from './code-extensions.js';
import { CodeSurface } from './code-surface.js';

/** Longer searches for the shortest difference would hold up the page. */
const LIMITS = { scanLimit: 1_000, timeout: 300 };

/** The part of `CodeDiff` that needs the editor's code. */
export function CodeDiffSurface({ before, after, language, label, className }: CodeDiffProps) {
  const hasBoth = before !== '' && after !== '';
  const extensions = useMemo(
    () => [
      ...buildReadingExtensions(language, label),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        allowInlineDiffs: false,
        diffConfig: LIMITS,
        // Where one of the two is empty, all of the other differs: nothing is left to point out.
        highlightChanges: hasBoth,
      }),
      startAtFirstChange,
    ],
    [before, hasBoth, language, label],
  );
  return <CodeSurface value={after} extensions={extensions} className={className} />;
}

/** A long text opens where it begins to differ. Only the text itself is moved, not the page around it. */
const startAtFirstChange = ViewPlugin.define((view: EditorView) => {
  const first = getChunks(view.state)?.chunks[0];
  if (first)
    view.requestMeasure({
      read: () => view.lineBlockAt(Math.min(first.fromB, view.state.doc.length)).top,
      write: (top) => {
        view.scrollDOM.scrollTop = Math.max(0, top - view.defaultLineHeight * 3);
      },
    });
  return {};
});
