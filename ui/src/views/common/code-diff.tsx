import { lazy, Suspense } from 'react';
import { diffLines } from '../../resend/diff-lines.js';
import classes from './code.module.css';
import type { CodeLanguage } from './code-language.js';

export interface CodeDiffProps {
  before: string;
  after: string;
  language: CodeLanguage;
  /** What is compared, for screen readers. */
  label: string;
  className?: string | undefined;
}

// In a file of its own, so that the list is there before the editor; without that file the lines are marked all the same.
const CodeDiffSurface = lazy(() =>
  import('./code-diff-surface.js').then(
    (file) => ({ default: file.CodeDiffSurface }),
    () => ({ default: PlainDiff }),
  ),
);

/** Two texts as one, with the lines that were taken away and those that came. Unseen characters must have been written out before. */
export function CodeDiff(props: CodeDiffProps) {
  const inner = { ...props, className: `${classes.view} ${props.className ?? ''}` };
  return (
    <Suspense fallback={<PlainDiff {...inner} />}>
      <CodeDiffSurface {...inner} />
    </Suspense>
  );
}

function PlainDiff({ before, after, label, className }: CodeDiffProps) {
  const [gone, come] = diffLines(before.split('\n'), after.split('\n'));
  const lines = [
    ...gone.filter(({ isOwn }) => isOwn).map(({ text }) => `- ${text}`),
    ...come.map(({ text, isOwn }) => `${isOwn ? '+' : ' '} ${text}`),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and must do so by keyboard
    <section className={className} aria-label={label} tabIndex={0}>
      <pre className={classes.plain}>{lines.join('\n')}</pre>
    </section>
  );
}
