import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './copy-button.module.css';
import { copyText } from './copy-text.js';

interface CopyButtonProps {
  /** The text, or how to get it; what cannot be got is not copied. */
  text: string | (() => Promise<string>);
  /** What is copied, for screen readers: "request body". */
  subject: string;
  label?: string;
}

/** Copies exactly `text`; the confirmation goes away by itself. */
export function CopyButton({ text, subject, label = 'Copy' }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), 1_500);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'failed');
  return (
    <UnstyledButton className={classes.button} onClick={copy} aria-label={`${label}: ${subject}`}>
      <span aria-live="polite">{result === 'copied' ? 'Copied' : result === 'failed' ? 'Not copied' : label}</span>
    </UnstyledButton>
  );
}
