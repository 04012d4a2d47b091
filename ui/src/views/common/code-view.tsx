import { lazy, Suspense } from 'react';
import { showUnseen } from '../../format/text.js';
import classes from './code.module.css';
import type { CodeLanguage } from './code-language.js';

export interface CodeViewProps {
  value: string;
  language: CodeLanguage;
  /** What it shows, for screen readers. */
  label: string;
  className?: string | undefined;
}

// In a file of its own, so that the list is there before the editor; without that file the text is shown all the same.
const CodeViewSurface = lazy(() =>
  import('./code-view-surface.js').then(
    (file) => ({ default: file.CodeViewSurface }),
    () => ({ default: PlainText }),
  ),
);

/** A text to be read, coloured when it is JSON, with unseen characters written out. */
export function CodeView(props: CodeViewProps) {
  const className = `${classes.view} ${props.className ?? ''}`;
  return (
    <Suspense fallback={<PlainText {...props} className={className} />}>
      <CodeViewSurface {...props} className={className} />
    </Suspense>
  );
}

function PlainText({ value, label, className }: CodeViewProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and must do so by keyboard
    <section className={className} aria-label={label} tabIndex={0}>
      <pre className={classes.plain}>{showUnseen(value)}</pre>
    </section>
  );
}
