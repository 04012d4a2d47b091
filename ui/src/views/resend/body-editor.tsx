import { useMemo } from 'react';
import type { DraftProblem } from '../../resend/check-draft.js';
import { isJson } from '../../resend/json-fields.js';
import type { ResendSource } from '../../resend/source.js';
import { CodeEditor } from '../common/code-editor.js';
import { JsonFieldForm } from './json-field-form.js';
import { ProblemNote } from './problem-note.js';
import form from './resend-form.module.css';

interface BodyEditorProps {
  body: string;
  source: ResendSource;
  problem: DraftProblem | undefined;
  onChange(body: string): void;
}

/** The body as text, and for JSON its values one by one. */
export function BodyEditor({ body, source, problem, onChange }: BodyEditorProps) {
  const isEmpty = body === '';
  const note = describeBody(source);
  // Told by what was sent: another language makes another editor, which must not happen between two key strokes.
  const language = useMemo(() => (isJson(source.body ?? '') ? 'json' : 'text'), [source.body]);
  return (
    <section className={form.section} aria-label="Body">
      <h3 className={form.heading}>
        Body <span className={form.aside}>{isEmpty ? 'empty' : isJson(body) ? 'JSON' : 'text, no valid JSON'}</span>
      </h3>
      <CodeEditor value={body} onChange={onChange} language={language} label="Text of the body" minHeight="6rem" />
      <ProblemNote id="resend-body-problem" problem={problem} />
      {note !== null && <p className={form.note}>{note}</p>}
      <JsonFieldForm body={body} onChange={onChange} />
    </section>
  );
}

function describeBody({ body, bodyLoss, event }: ResendSource): string | null {
  if (bodyLoss === 'cut') return 'Only the beginning of this body is kept in the log; that is what stands here.';
  if (bodyLoss === 'binary') return 'This body was no text, so it cannot be edited here; what you type replaces it.';
  if (body === null) return 'What this delivery sent is no longer known here; what you type replaces it.';
  return event?.plainBody === undefined ? null : 'The payload is encrypted; a changed letter makes it unreadable for the app.';
}
