import { Button } from '@mantine/core';
import { useRef } from 'react';
import { showUnseen } from '../../format/text.js';
import { useKeptFocus } from '../common/use-kept-focus.js';
import { describeHeld, describeHold, sortHeld } from '../holds/describe-holds.js';
import { useHolds } from '../holds/use-holds.js';
import classes from './action-panel.module.css';

/** Holds the next webhook or redirect of this payment, and lets go what waits. */
export function HoldSection({ paymentId, lane }: { paymentId: string; lane: string | undefined }) {
  const { view, failure, ask } = useHolds(lane);
  const sectionRef = useRef<HTMLElement>(null);
  useKeptFocus(sectionRef);
  const held = sortHeld(view?.held ?? []).filter((item) => item.paymentId === paymentId);
  const holds = (view?.holds ?? []).filter((hold) => hold.paymentId === paymentId);
  const isHeldNext = (target: 'delivery' | 'redirect') => holds.some((hold) => hold.target === target);
  const holdNext = (target: 'delivery' | 'redirect') => void ask('POST', '/holds', { target, paymentId, count: 1 });
  return (
    <section ref={sectionRef} className={classes.panel} aria-label="Holds of this payment">
      <h3 className={classes.title}>Hold and release</h3>
      <div className={classes.buttons}>
        {!isHeldNext('delivery') && (
          <Button variant="default" size="compact-sm" onClick={() => holdNext('delivery')}>
            Hold the next webhook
          </Button>
        )}
        {!isHeldNext('redirect') && (
          <Button variant="default" size="compact-sm" onClick={() => holdNext('redirect')}>
            Hold the redirect
          </Button>
        )}
      </div>
      {holds.length + held.length > 0 && (
        <ul className={classes.list}>
          {held.map((item) => (
            <li key={`${item.target}-${item.id}`} className={classes.item}>
              <span>
                <strong>{showUnseen(describeHeld(item))}</strong> waits to go to {showUnseen(item.to.replace(/^https?:\/\//, ''))}
              </span>
              <Button size="compact-xs" onClick={() => void ask('POST', `/held/${encodeURIComponent(item.id)}/release`)}>
                Release
              </Button>
            </li>
          ))}
          {holds.map((hold) => (
            <li key={hold.id} className={classes.item}>
              <span>
                {hold.countLeft === null ? 'Every' : 'The next'} {hold.target === 'delivery' ? 'webhook' : 'redirect'} of this
                payment is held
              </span>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Clear: ${describeHold(hold)}`}
                onClick={() => void ask('DELETE', `/holds/${encodeURIComponent(hold.id)}`)}
              >
                Clear
              </Button>
            </li>
          ))}
        </ul>
      )}
      {failure && (
        <p className={classes.failure} role="alert">
          <strong>{showUnseen(failure.message)}</strong> {failure.hint !== null && showUnseen(failure.hint)}
        </p>
      )}
    </section>
  );
}
