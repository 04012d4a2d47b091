import { Button } from '@mantine/core';
import { memo, useId } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { showUnseen } from '../../format/text.js';
import { groupByReason, nameOffer } from '../../story/group-offers.js';
import classes from './action-panel.module.css';
import { DeedNote } from './deed-note.js';
import { Countdown } from './stage-clock.js';
import type { Deeds } from './use-deeds.js';

interface ActionPanelProps {
  /** Null while it is not known, or `failure` says why it is not. */
  offers: readonly OfferView[] | null;
  failure: ControlFailure | null;
  /** Due time of the next attempt; null when none is waiting. */
  nextAttemptAt: string | null;
  deeds: Deeds;
}

const PLACE = 'actions';
const groups = [
  { by: 'customer', title: 'As the customer' },
  { by: 'staff', title: 'As the provider or the bank' },
] as const;

/** What can be done with the payment now, and why the rest cannot. */
export const ActionPanel = memo(function ActionPanel({ offers, failure, nextAttemptAt, deeds }: ActionPanelProps) {
  return (
    <section className={classes.panel} aria-label="Actions">
      <h3 className={classes.title}>Actions</h3>
      {groups.map(({ by, title }) => {
        const own = (offers ?? []).filter((offer) => offer.by === by);
        return own.length === 0 ? null : (
          <fieldset key={by} className={classes.group}>
            <legend className={classes.legend}>{title}</legend>
            <div className={classes.buttons}>
              {own
                .filter(({ obstacle }) => obstacle === null)
                .map((offer) => (
                  <Button
                    key={nameOffer(offer)}
                    variant="default"
                    size="compact-sm"
                    title={offer.leadsTo.length === 0 ? undefined : showUnseen(`→ ${offer.leadsTo.join(' → ')}`)}
                    onClick={() => deeds.perform(offer, PLACE)}
                  >
                    {showUnseen(offer.label)}
                  </Button>
                ))}
            </div>
            {groupByReason(own).map(([reason, impossible]) => (
              <ImpossibleOffers key={reason} reason={reason} offers={impossible} />
            ))}
          </fieldset>
        );
      })}
      {offers?.length === 0 && <p className={classes.none}>Nothing can be done with it now.</p>}
      {offers === null && failure === null && <p className={classes.none}>Asking the stage…</p>}
      {offers === null && failure !== null && (
        <p className={classes.failure} role="alert">
          <strong>{showUnseen(failure.message)}</strong> {failure.hint !== null && showUnseen(failure.hint)}
        </p>
      )}
      {nextAttemptAt !== null && (
        <div className={classes.buttons}>
          <Button variant="default" size="compact-sm" onClick={() => deeds.jump(PLACE)}>
            Jump to the next attempt
          </Button>
          <span className={classes.wait}>
            <Countdown at={nextAttemptAt} />
          </span>
        </div>
      )}
      <DeedNote note={deeds.note} place={PLACE} onClose={deeds.forget} />
    </section>
  );
});

/** Can be reached and read, and do nothing. */
function ImpossibleOffers({ reason, offers }: { reason: string; offers: readonly OfferView[] }) {
  const id = useId();
  return (
    <div className={classes.impossible}>
      <div className={classes.buttons}>
        {offers.map((offer) => (
          <Button
            key={nameOffer(offer)}
            variant="default"
            size="compact-sm"
            aria-disabled="true"
            data-disabled
            aria-describedby={id}
          >
            {showUnseen(offer.label)}
          </Button>
        ))}
      </div>
      <p id={id} className={classes.reason}>
        {reason}
      </p>
    </div>
  );
}
