import { useState } from 'react';
import classes from '../clock/clock-panel.module.css';
import { useStage } from '../stage-context.js';
import { ConfirmInPlace } from './confirm-in-place.js';

/** Empties the stage, after a question. */
export function ResetPanel({ onDone }: { onDone(): Promise<void> }) {
  const { call } = useStage();
  const [isDone, setDone] = useState(false);
  const reset = async () => {
    setDone(false);
    const result = await call('POST', '/reset');
    if (!result.ok) return result.failure;
    await onDone();
    setDone(true);
    return null;
  };
  return (
    <section className={classes.panel} aria-label="Reset">
      <h2 className={classes.title}>Reset the stage</h2>
      <p className={classes.text}>
        Forgets every payment, what waits to be delivered and what built-in receivers answer, and goes back to real time.
        Accounts, keys and switches stay.
      </p>
      <ConfirmInPlace label="Reset" subject="Reset the stage" onConfirm={reset}>
        <p>Every payment is forgotten, also by whoever else uses this stage. This cannot be taken back.</p>
      </ConfirmInPlace>
      <p role="status" className={classes.busy}>
        {isDone ? '✓ Reset: no payments, real time.' : ''}
      </p>
    </section>
  );
}
