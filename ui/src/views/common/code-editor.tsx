import { type CSSProperties, lazy, Suspense } from 'react';
import classes from './code.module.css';
import type { CodeLanguage } from './code-language.js';

export interface CodeEditorProps {
  value: string;
  onChange(value: string): void;
  language: CodeLanguage;
  /** What is written there, for screen readers. */
  label: string;
  /** A CSS length such as `12rem`. */
  minHeight?: string | undefined;
  className?: string | undefined;
}

// In a file of its own, so that the list is there before the editor; without that file a plain field does.
const CodeEditorSurface = lazy(() =>
  import('./code-editor-surface.js').then(
    (file) => ({ default: file.CodeEditorSurface }),
    () => ({ default: PlainField }),
  ),
);

/** A text to be written. `onChange` gets exactly what stands there: no line end is changed. */
export function CodeEditor(props: CodeEditorProps) {
  const { minHeight = '8rem', className = '' } = props;
  const inner = { ...props, className: classes.editor };
  return (
    <div className={`${classes.frame} ${className}`} style={{ '--code-min-height': minHeight } as CSSProperties}>
      <Suspense fallback={<PlainField {...inner} />}>
        <CodeEditorSurface {...inner} />
      </Suspense>
    </div>
  );
}

function PlainField({ value, onChange, label }: CodeEditorProps) {
  return (
    <textarea
      className={classes.field}
      aria-label={label}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
