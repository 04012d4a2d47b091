import { type MouseEvent, memo } from 'react';
import { formatDateTime } from '../../format/dates.js';
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/numbers.js';
import { showUnseen } from '../../format/text.js';
import { describeOutcome } from '../../format/verdict.js';
import { formatPlace } from '../../routing/place.js';
import { goTo } from '../../routing/use-place.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { countDeliveries, readStart } from '../../story/payment-facts.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './payment-list.module.css';

interface PaymentLineProps {
  story: PaymentStory;
  /** Of the provider. */
  title: string;
  age: string;
  isSelected: boolean;
  index: number;
  /** Of the lines, those out of sight included. */
  count: number;
  rowHeight: number;
}

/** One payment in the list; a link, so that it can be opened in another tab. */
export const PaymentLine = memo(function PaymentLine(props: PaymentLineProps) {
  const { story, title, age, isSelected, index, count, rowHeight } = props;
  const { paymentId, amountMinor, currency, reference, status, outcome } = story;
  const open = (click: MouseEvent) => {
    if (click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
    click.preventDefault();
    goTo({ view: 'payment', paymentId });
  };
  return (
    <a
      id={`payment-${paymentId}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={count}
      tabIndex={-1}
      className={classes.line}
      href={`${location.pathname}${formatPlace({ view: 'payment', paymentId })}`}
      style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
      onClick={open}
    >
      <span className={classes.age} title={formatDateTime(new Date(readStart(story)).toISOString())}>
        {age}
      </span>
      <span className={classes.id} title={paymentId}>
        {showUnseen(paymentId)}
      </span>
      <span className={classes.provider}>{showUnseen(title)}</span>
      <span className={classes.reference}>{showUnseen(reference ?? '')}</span>
      <span className={classes.amount}>
        {amountMinor === null || currency === null ? '' : showUnseen(formatMoney(amountMinor, currency))}
      </span>
      <span className={classes.status}>{showUnseen(status ?? '')}</span>
      <span className={classes.outcome}>{outcome !== null && <VerdictBadge verdict={describeOutcome(outcome)} />}</span>
      <DeliveryCount story={story} />
    </a>
  );
});

/** How many of its deliveries are where; only what there is. */
function DeliveryCount({ story }: { story: PaymentStory }) {
  const { pending, acknowledged, exhausted, forgotten } = countDeliveries(story);
  const parts = [
    { count: acknowledged, word: 'acknowledged', tone: 'good', sign: '✓' },
    { count: pending, word: 'pending', tone: 'wait', sign: '…' },
    { count: exhausted, word: 'given up', tone: 'bad', sign: '✕' },
    { count: forgotten, word: 'forgotten', tone: 'plain', sign: '–' },
  ].filter(({ count }) => count > 0);
  return (
    <span className={classes.deliveries}>
      {parts.map(({ count, word, tone, sign }) => (
        <span key={word} className={classes.count} data-tone={tone} title={`${count} ${word}`}>
          <span aria-hidden="true">{sign}</span> {formatCount(count)} <span className={classes.word}>{word}</span>
        </span>
      ))}
      {parts.length === 0 && <span className={classes.none}>none yet</span>}
    </span>
  );
}
