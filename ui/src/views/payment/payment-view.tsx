import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { showUnseen } from '../../format/text.js';
import { goTo } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';
import { PaymentPage } from './payment-page.js';
import classes from './payment-view.module.css';
import { type StorySource, usePaymentStory } from './use-payment-story.js';

/** One payment as one story. */
export function PaymentView({ paymentId }: { paymentId: string }) {
  const { isReadOnly } = useStage();
  const source = usePaymentStory(paymentId);
  const shownId = useMemo(() => showUnseen(paymentId), [paymentId]);
  if (source.kind === 'ready') return <PaymentPage story={source.story} isWhole={source.isWhole} />;
  if (source.kind === 'loading')
    return (
      <main className={classes.message} aria-busy="true">
        <p className={classes.text}>Looking for payment {shownId} …</p>
      </main>
    );
  const { lead, text } = describeAbsence(source, shownId, isReadOnly);
  return (
    <main className={classes.message}>
      <h2 className={classes.lead}>{lead}</h2>
      <p className={classes.text}>{text}</p>
      <div className={classes.ways}>
        <Button variant="default" size="compact-sm" onClick={() => goTo({ view: 'payments' })}>
          See all payments
        </Button>
        {!isReadOnly && (
          <Button variant="default" size="compact-sm" onClick={() => goTo({ view: 'create' })}>
            Create a payment
          </Button>
        )}
      </div>
    </main>
  );
}

function describeAbsence(
  source: Extract<StorySource, { kind: 'absent' | 'gone' }>,
  shownId: string,
  isReadOnly: boolean,
): { lead: string; text: string } {
  if (source.kind === 'gone') {
    return {
      lead: `What happened to payment ${shownId} is no longer kept.`,
      text: 'The stage has let its oldest records go. With a data folder instead of --memory it keeps more of them.',
    };
  }
  const { failure } = source;
  if (failure !== null && failure.code !== 'unknown_payment')
    return { lead: showUnseen(failure.message), text: showUnseen(failure.hint ?? '') };
  return {
    lead: `There is no payment ${shownId} here.`,
    text: isReadOnly
      ? 'This saved log tells nothing of it.'
      : 'The stage knows no payment with this id. It may have been reset since the link was made, or the link belongs to another stage.',
  };
}
