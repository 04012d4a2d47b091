import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ControlFailure } from '../../control/call-control.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import classes from './confirm-in-place.module.css';

interface ConfirmInPlaceProps {
  /** On the button that asks, and again on the one that does it. */
  label: string;
  /** What is meant, for screen readers: "Replace: API token". */
  subject: string;
  /** What it will do, before it is done. */
  children: ReactNode;
  /** Null when it was done; otherwise why not, and the question stays. */
  onConfirm(): Promise<ControlFailure | null>;
  onCancel?(): void;
}

/** A button for what cannot be taken back: it says where it stands what will happen, and asks once. */
export function ConfirmInPlace({ label, subject, children, onConfirm, onCancel }: ConfirmInPlaceProps) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const askRef = useRef<HTMLButtonElement>(null);
  const hasAsked = useRef(false);
  // Whoever answered stands where the question was: the button that asks has the focus again.
  useEffect(() => {
    if (hasAsked.current && !isAsking && document.activeElement === document.body) askRef.current?.focus();
    hasAsked.current = isAsking;
  }, [isAsking]);
  const close = () => {
    setAsking(false);
    setFailure(null);
    onCancel?.();
  };
  const confirm = async () => {
    setBusy(true);
    const refused = await onConfirm();
    setBusy(false);
    setFailure(refused);
    if (refused === null) setAsking(false);
  };
  if (!isAsking)
    return (
      <Button ref={askRef} variant="default" size="compact-sm" aria-label={subject} onClick={() => setAsking(true)}>
        {label}…
      </Button>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be laid out as a box of its own
    <div
      role="group"
      aria-label={subject}
      className={classes.question}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <div className={classes.text}>{children}</div>
      <div className={classes.buttons}>
        <Button className={classes.confirm} size="compact-sm" aria-busy={isBusy} onClick={() => !isBusy && void confirm()}>
          {label}
        </Button>
        {/* The harmless one has the focus, so that a second Enter does nothing bad. */}
        <Button variant="default" size="compact-sm" disabled={isBusy} autoFocus onClick={close}>
          Cancel
        </Button>
      </div>
      <FieldProblem id={`${subject}-problem`} message={failure?.message ?? null} hint={failure?.hint} />
    </div>
  );
}
