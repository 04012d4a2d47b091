import { Button, CloseButton } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FaultsView } from '../../../../server/http/control/fault-replies.js';
import { tellFaultParts } from '../../../../server/reading/faults.js';
import type { ControlFailure } from '../../control/call-control.js';
import { formatDateTime, formatTime } from '../../format/dates.js';
import { showUnseen } from '../../format/text.js';
import { useKeptFocus } from '../common/use-kept-focus.js';
import classes from '../holds/hold-panel.module.css';
import { LaneNote } from '../holds/lane-note.js';
import { NewFault } from './new-fault.js';

interface FaultPanelProps {
  /** Of which it is. */
  lane: string;
  view: FaultsView | null;
  failure: ControlFailure | null;
  ask(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<boolean>;
  onClose(): void;
}

/** What goes wrong on purpose and what is left of it, and how to make more go wrong. */
export function FaultPanel({ lane, view, failure, ask, onClose }: FaultPanelProps) {
  const [isClearFailed, setClearFailed] = useState(false);
  const contentRef = useRef<HTMLDivElement>(null);
  useKeptFocus(contentRef);
  const clear = async (method: 'POST' | 'DELETE', path: string) => setClearFailed(!(await ask(method, path)));
  const faults = view?.faults ?? [];
  const keptBack = view?.keptBack ?? [];
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>Faults</h2>
        <CloseButton size="sm" aria-label="Close the faults" onClick={onClose} />
      </div>
      <div ref={contentRef} className={classes.content}>
        <p className={classes.explanation}>
          What fits a fault goes wrong, as often as it says: so you see whether your app copes with what networks, providers and
          attackers do.
        </p>
        <LaneNote lane={lane} />
        {isClearFailed && failure && (
          <p className={classes.failure} role="alert">
            <strong>{showUnseen(failure.message)}</strong> {failure.hint !== null && showUnseen(failure.hint)}
          </p>
        )}
        {(faults.length > 0 || keptBack.length > 0) && (
          <section aria-label="Will go wrong">
            <h3 className={classes.heading}>
              Will go wrong
              <Button variant="default" size="compact-xs" onClick={() => clear('POST', '/faults/clear')}>
                Clear all
              </Button>
            </h3>
            <ul className={classes.list}>
              {faults.map(({ id, fault, title, spec, timesLeft, endsAt }) => (
                <li key={id} className={classes.entry}>
                  <div className={classes.words}>
                    <p className={classes.what}>
                      <strong>{title}</strong>
                    </p>
                    <p className={classes.where}>{fault}</p>
                    <p className={classes.since}>
                      {showUnseen(tellFaultParts({ ...spec, fault }, timesLeft))}
                      {endsAt !== null && (
                        <>
                          , until <time dateTime={endsAt}>{formatTime(endsAt)}</time>
                        </>
                      )}
                    </p>
                  </div>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`Clear: ${title}`}
                    onClick={() => clear('DELETE', `/faults/${encodeURIComponent(id)}`)}
                  >
                    Clear
                  </Button>
                </li>
              ))}
              {keptBack.map(({ deliveryId, paymentId, faults: names, until }) => (
                <li key={deliveryId} className={classes.entry}>
                  <p className={classes.since}>
                    Kept back by {names.join(', ')}: a webhook of payment {showUnseen(paymentId)}
                    {until !== null && `, until ${formatDateTime(until)}`}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        )}
        {view && <NewFault kinds={view.kinds} failure={failure} onSet={(spec) => ask('POST', '/faults', spec)} />}
      </div>
    </>
  );
}
