import { useCallback, useMemo } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import { useCommands } from '../../keys/commands.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { findLastDelivery, findNextAttempt } from '../../story/payment-facts.js';
import { readStatePath, readStates } from '../../story/read-states.js';
import { useStage } from '../stage-context.js';
import { ActionPanel } from './action-panel.js';
import { DeedNote } from './deed-note.js';
import { HoldSection } from './hold-section.js';
import { PaymentHead } from './payment-head.js';
import classes from './payment-view.module.css';
import { RecordSection } from './record-section.js';
import { ClockProvider } from './stage-clock.js';
import { StateDiagram } from './state-diagram.js';
import { TimelinePanel } from './timeline-panel.js';
import { useDeeds } from './use-deeds.js';
import { useOffers } from './use-offers.js';

const noOffers: readonly OfferView[] = [];
const BY_STATE = 'states';
const BY_KEY = 'key';

/** The story with what can be done about it. */
export function PaymentPage({ story, isWhole }: { story: PaymentStory; isWhole: boolean }) {
  const { providers, isReadOnly } = useStage();
  const canAct = !isReadOnly && !story.isForgotten;
  const provider = providers.find(({ name }) => name === story.provider);
  const path = useMemo(() => readStatePath(story.records), [story]);
  const states = useMemo(() => readStates(provider, path), [provider, path]);
  const asked = useOffers(story.paymentId, story.records.at(-1)?.seq ?? 0);
  const offers = (canAct && asked.offers) || noOffers;
  const lane = story.records[0]?.lane;
  const deeds = useDeeds(story.paymentId, lane);
  const { perform, redeliver, forget, note } = deeds;
  const performByState = useCallback((offer: OfferView) => perform(offer, BY_STATE), [perform]);
  const lastDelivery = findLastDelivery(story);
  useCommands(
    !canAct || lastDelivery === null
      ? []
      : [
          {
            id: 'payment-redeliver',
            title: 'Redeliver the last delivery',
            keys: ['r'],
            group: 'Payment',
            run: () => redeliver(lastDelivery, BY_KEY),
          },
        ],
  );
  useCommands(
    offers
      .filter(({ obstacle }) => obstacle === null)
      .map((offer) => ({
        id: `payment-offer-${offer.by}-${offer.label}`,
        title: offer.label,
        group: 'Payment',
        run: () => perform(offer, 'actions'),
      })),
  );

  return (
    <ClockProvider lane={lane}>
      <main className={classes.view}>
        <div className={classes.page}>
          <PaymentHead story={story} path={path} title={provider?.title ?? story.provider ?? 'Payment'} />
          {!isWhole && (
            <p className={classes.partial}>
              The beginning of this payment is no longer held: what is shown starts in the middle.
            </p>
          )}
          {story.isForgotten && !isReadOnly && (
            <p className={classes.partial}>
              The stage has let go of this payment, by a reset or with its lane: nothing comes of it any more.
            </p>
          )}
          <DeedNote note={note} place={BY_KEY} onClose={forget} />
          <div className={classes.columns}>
            <div className={classes.side}>
              {path.visited.size > 0 && <StateDiagram states={states} path={path} offers={offers} onPerform={performByState} />}
              <DeedNote note={note} place={BY_STATE} onClose={forget} />
              {canAct && (
                <>
                  <ActionPanel
                    offers={asked.offers}
                    failure={asked.failure}
                    nextAttemptAt={findNextAttempt(story)}
                    deeds={deeds}
                  />
                  <HoldSection paymentId={story.paymentId} lane={lane} />
                  <RecordSection paymentId={story.paymentId} />
                </>
              )}
            </div>
            <TimelinePanel story={story} timerTitles={provider?.timers} deeds={deeds} />
          </div>
        </div>
      </main>
    </ClockProvider>
  );
}
