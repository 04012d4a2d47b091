import { selectAll } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { isUnseen, showUnseen, UNSEEN } from '../../format/text.js';
import type { CodeLanguage } from './code-language.js';
import { codeTheme } from './code-theme.js';

/** What every text area of code has: colours, wrapped lines, and nothing that is there without being seen. */
export function buildCodeExtensions(language: CodeLanguage, label: string): Extension[] {
  return [
    codeTheme,
    EditorView.lineWrapping,
    // A carriage return is a byte like any other; the editor would take it for a line end and lose it.
    EditorState.lineSeparator.of('\n'),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    highlightSpecialChars({ specialChars: new RegExp(`${UNSEEN.source}|\\r`, 'gu'), render: renderUnseen }),
    ...(language === 'json' ? [json()] : []),
  ];
}

/** The same for a text that can only be read. */
export function buildReadingExtensions(language: CodeLanguage, label: string): Extension[] {
  return [
    ...buildCodeExtensions(language, label),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    // Nothing can be typed, but whoever uses the keyboard must get in to scroll and to copy.
    EditorView.contentAttributes.of({ tabindex: '0' }),
    keymap.of([{ key: 'Mod-a', run: selectAll }]),
  ];
}

function renderUnseen(code: number): HTMLElement {
  const character = String.fromCodePoint(code);
  const sign = document.createElement('span');
  sign.className = 'cm-unseen';
  sign.textContent = isUnseen(character) ? showUnseen(character) : '␍';
  return sign;
}
