import { Button, CloseButton, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import type { HoldsView } from '../../../../server/http/control/hold-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { formatTime } from '../../format/dates.js';
import { showUnseen } from '../../format/text.js';
import { goTo } from '../../routing/use-place.js';
import { useKeptFocus } from '../common/use-kept-focus.js';
import { describeHeld, describeHold, sortHeld } from './describe-holds.js';
import classes from './hold-panel.module.css';
import { LaneNote } from './lane-note.js';
import { NewHold } from './new-hold.js';

interface HoldPanelProps {
  /** Of which it is. */
  lane: string;
  view: HoldsView | null;
  failure: ControlFailure | null;
  ask(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void>;
  onClose(): void;
}

/** What waits, what will be held, and how to hold more. */
export function HoldPanel({ lane, view, failure, ask, onClose }: HoldPanelProps) {
  const contentRef = useRef<HTMLDivElement>(null);
  useKeptFocus(contentRef);
  const held = sortHeld(view?.held ?? []);
  const holds = view?.holds ?? [];
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>Holds</h2>
        <CloseButton size="sm" aria-label="Close the holds" onClick={onClose} />
      </div>
      <div ref={contentRef} className={classes.content}>
        <p className={classes.explanation}>
          Hold a webhook and a redirect, then release them in either order: so you see what your app does when the customer comes
          back before the webhook, and after it.
        </p>
        <LaneNote lane={lane} />
        {failure && (
          <p className={classes.failure} role="alert">
            <strong>{showUnseen(failure.message)}</strong> {failure.hint !== null && showUnseen(failure.hint)}
          </p>
        )}
        {held.length > 0 && (
          <section aria-label="Waiting">
            <h3 className={classes.heading}>
              Waiting, longest first
              {held.length > 1 && (
                <Button variant="default" size="compact-xs" onClick={() => ask('POST', '/held/release')}>
                  Release all
                </Button>
              )}
            </h3>
            <ul className={classes.list}>
              {held.map((item) => (
                <li key={`${item.target}-${item.id}`} className={classes.entry}>
                  <div className={classes.words}>
                    <p className={classes.what}>
                      <strong>{showUnseen(describeHeld(item))}</strong> of payment{' '}
                      <UnstyledButton
                        className={classes.link}
                        onClick={() => {
                          onClose();
                          goTo({ view: 'payment', paymentId: item.paymentId });
                        }}
                      >
                        {showUnseen(item.paymentId)}
                      </UnstyledButton>
                    </p>
                    <p className={classes.where}>to {showUnseen(item.to)}</p>
                    <p className={classes.since}>
                      held since <time dateTime={item.heldAt}>{formatTime(item.heldAt)}</time>
                    </p>
                  </div>
                  <Button
                    color="blue"
                    size="compact-sm"
                    aria-label={`Release ${describeHeld(item)} of payment ${item.paymentId}`}
                    onClick={() => ask('POST', `/held/${encodeURIComponent(item.id)}/release`)}
                  >
                    Release
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {holds.length > 0 && (
          <section aria-label="Will be held">
            <h3 className={classes.heading}>
              Will be held
              {holds.length > 1 && (
                <Button variant="default" size="compact-xs" onClick={() => ask('POST', '/holds/clear')}>
                  Clear all
                </Button>
              )}
            </h3>
            <ul className={classes.list}>
              {holds.map((hold) => (
                <li key={hold.id} className={classes.entry}>
                  <div className={classes.words}>
                    <p className={classes.what}>{showUnseen(describeHold(hold))}</p>
                    <p className={classes.since}>
                      since <time dateTime={hold.setAt}>{formatTime(hold.setAt)}</time>
                    </p>
                  </div>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`Clear: ${describeHold(hold)}`}
                    onClick={() => ask('DELETE', `/holds/${encodeURIComponent(hold.id)}`)}
                  >
                    Clear
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <NewHold onHold={(hold) => void ask('POST', '/holds', hold)} />
      </div>
    </>
  );
}
