import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './copy-button.module.css';
import { copyText } from './copy-text.js';

interface CopyButtonProps {
  text: string;
  /** What is copied, for screen readers: "request body". */
  subject: string;
}

/** Copies exactly `text`; the confirmation goes away by itself. */
export function CopyButton({ text, subject }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), 1_500);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => setResult((await copyText(text)) ? 'copied' : 'failed');
  return (
    <UnstyledButton className={classes.button} onClick={copy} aria-label={`Copy ${subject}`}>
      <span aria-live="polite">{result === 'copied' ? 'Copied' : result === 'failed' ? 'Not copied' : 'Copy'}</span>
    </UnstyledButton>
  );
}
