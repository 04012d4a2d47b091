import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { showUnseen } from '../../format/text.js';
import classes from './copy-button.module.css';
import { copyText } from './copy-text.js';

interface CopyButtonProps {
  /** The text, or how to get it; what cannot be got is not copied. */
  text: string | (() => Promise<string>);
  /** What is copied, for screen readers: "request body". */
  subject: string;
  label?: string;
}

/** Copies exactly `text`; the confirmation, or the reason why not, goes away by itself. */
export function CopyButton({ text, subject, label = 'Copy' }: CopyButtonProps) {
  const [result, setResult] = useState<{ problem: string | null } | null>(null);
  useEffect(() => {
    if (result === null) return;
    // A reason has to be read.
    const timer = setTimeout(() => setResult(null), result.problem === null ? 1_500 : 10_000);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => setResult({ problem: await copyText(text) });
  return (
    <>
      <UnstyledButton className={classes.button} onClick={copy} aria-label={`${label}: ${subject}`}>
        <span aria-live="polite">{result?.problem === null ? 'Copied' : label}</span>
      </UnstyledButton>
      {result?.problem && (
        <span className={classes.problem} role="status">
          Not copied: {showUnseen(result.problem)}
        </span>
      )}
    </>
  );
}
