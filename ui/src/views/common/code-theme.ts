import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are the page's own variables: they reach into the shadow root and follow light and dark. */
export const codeTheme = [
  EditorView.theme({
    '&': {
      height: '100%',
      maxHeight: 'var(--code-max-height, none)',
      color: 'var(--ps-text)',
      backgroundColor: 'transparent',
      fontSize: '0.8125rem',
    },
    '&.cm-focused': { outline: '2px solid var(--ps-accent)', outlineOffset: '-2px' },
    '.cm-scroller': { fontFamily: 'var(--ps-mono)', lineHeight: '1.5', overflow: 'auto' },
    '.cm-content': { padding: '0.5rem 0', minHeight: 'var(--code-min-height, 0)', caretColor: 'var(--ps-text)' },
    '.cm-line': { padding: '0 0.75rem', overflowWrap: 'anywhere', unicodeBidi: 'isolate' },
    '.cm-line ::selection, .cm-line::selection': { backgroundColor: 'var(--ps-selected)' },
    '.cm-unseen': { color: 'var(--ps-warn)', backgroundColor: 'var(--ps-warn-back)', borderRadius: '0.2rem' },
    '.cm-changedLine': { backgroundColor: 'var(--ps-good-back) !important' },
    '.cm-deletedChunk': { backgroundColor: 'var(--ps-bad-back)', padding: '0 0.75rem' },
    '.cm-deletedChunk .cm-deletedLine': { overflowWrap: 'anywhere', unicodeBidi: 'isolate' },
    '.cm-changedText, .cm-deletedText, .cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-changedText': {
      background: 'none',
      textDecoration: 'underline',
      textDecorationThickness: '2px',
      textUnderlineOffset: '2px',
    },
    '.cm-changedText': { textDecorationColor: 'var(--ps-good)' },
    '.cm-deletedText': { textDecorationColor: 'var(--ps-bad)' },
    // A sign beside the colour, for whoever cannot tell the colours apart.
    '.cm-changeGutter': { width: '1rem', paddingLeft: '0' },
    '.cm-gutters': { color: 'var(--ps-muted)', backgroundColor: 'transparent', border: '0' },
    '.cm-gutterElement.cm-changedLineGutter': { background: 'none', color: 'var(--ps-good)', textAlign: 'center' },
    '.cm-gutterElement.cm-changedLineGutter::before': { content: '"+"' },
    '.cm-gutterElement.cm-deletedLineGutter': { background: 'none', color: 'var(--ps-bad)', textAlign: 'center' },
    '.cm-gutterElement.cm-deletedLineGutter::before': { content: '"−"' },
    '.cm-collapsedLines': { color: 'var(--ps-muted)', background: 'var(--ps-panel)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: 'var(--ps-app)' },
      { tag: tags.string, color: 'var(--ps-good)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--ps-browser)' },
    ]),
  ),
];
