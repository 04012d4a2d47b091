import { UnstyledButton } from '@mantine/core';
import { memo, useState } from 'react';
import { formatMoney } from '../../format/money.js';
import { showUnseen } from '../../format/text.js';
import { toWebAddress } from '../../format/to-web-address.js';
import { describeOutcome } from '../../format/verdict.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { buildPaymentQuery } from '../../state/search.js';
import { findCreation } from '../../story/payment-facts.js';
import type { StatePath } from '../../story/read-states.js';
import { CopyButton } from '../common/copy-button.js';
import { copyText } from '../common/copy-text.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { ReportButton } from '../report/report-button.js';
import { useStage } from '../stage-context.js';
import classes from './payment-head.module.css';

interface PaymentHeadProps {
  story: PaymentStory;
  path: StatePath;
  /** The provider's name for people. */
  title: string;
}

/** Which payment this is, how it stands, and ways to take it along. */
export const PaymentHead = memo(function PaymentHead({ story, path, title }: PaymentHeadProps) {
  const { paymentId, amountMinor, currency, reference } = story;
  const checkoutUrl = findCreation(story)?.checkoutUrl ?? null;
  const link = `${location.origin}/?payment=${encodeURIComponent(paymentId)}`;
  const { isReadOnly } = useStage();
  const [said, setSaid] = useState('');
  const status = path.current ?? story.status;
  const outcome = path.outcome ?? story.outcome;
  const showInList = () => goTo({ view: 'live' }, { q: buildPaymentQuery(paymentId) });
  useCommands([
    ...(isReadOnly
      ? []
      : [
          {
            id: 'payment-link',
            title: 'Copy the link to this payment',
            keys: ['c'],
            group: 'Payment',
            run: () => void copyText(link).then((problem) => setSaid(problem ?? 'Link copied')),
          },
        ]),
    { id: 'payment-list', title: 'Show this payment in the list', keys: ['l'], group: 'Payment', run: showInList },
    { id: 'payment-back', title: 'Back to all payments', keys: ['Escape'], group: 'Payment', run: goBack },
  ]);
  return (
    <section className={classes.head} aria-label="Payment">
      <div className={classes.facts}>
        <h2 className={classes.title}>
          <span className={classes.provider}>{showUnseen(title)}</span>{' '}
          <span className={classes.id}>{showUnseen(paymentId)}</span>
        </h2>
        <CopyButton text={paymentId} subject="payment id" />
        {status !== null && <strong className={classes.status}>{showUnseen(status)}</strong>}
        {outcome !== null && <VerdictBadge verdict={describeOutcome(outcome)} />}
      </div>
      <p className={classes.money}>
        {amountMinor !== null && currency !== null && <strong>{showUnseen(formatMoney(amountMinor, currency))}</strong>}
        {reference !== null && reference !== '' && <span className={classes.reference}>{showUnseen(reference)}</span>}
      </p>
      <div className={classes.ways}>
        {/* Nobody else has the file open. */}
        {!isReadOnly && <CopyButton text={link} subject="link to this payment" label="Copy link" />}
        {checkoutUrl !== null && (
          <a className={classes.way} href={toWebAddress(checkoutUrl)} target="_blank" rel="noreferrer">
            Open checkout<span className="visually-hidden"> in a new tab</span> ↗
          </a>
        )}
        <UnstyledButton className={classes.way} onClick={showInList}>
          Show in the list
        </UnstyledButton>
        <ReportButton story={story} />
        <span className={classes.said} role="status">
          {said}
        </span>
      </div>
    </section>
  );
});

function goBack(): void {
  goTo({ view: 'payments' });
}
