import { Button } from '@mantine/core';
import { type Comparable, nameSent } from '../../exchange/list-comparable.js';
import { shorten, showUnseen } from '../../format/text.js';
import type { SentRecord } from '../../resend/source.js';
import { goTo } from '../../routing/use-place.js';
import type { PaymentStory } from '../../state/payment-story.js';
import classes from './compare-bar.module.css';

/** As many as a list can be looked through. */
const MAX_OTHERS = 200;

interface CompareBarProps {
  record: SentRecord;
  comparable: Comparable;
  story: PaymentStory | undefined;
  compareWith: number | null;
}

/** Steps through what was sent for the same delivery, and chooses what to compare it with. */
export function CompareBar({ record, comparable: { siblings, others }, story, compareWith }: CompareBarProps) {
  const at = siblings.findIndex(({ seq }) => seq === record.seq);
  const goToSibling = (sibling: SentRecord | undefined) =>
    sibling && goTo({ view: 'exchange', seq: sibling.seq, compareWith: null });
  const compare = (seq: number | null) => goTo({ view: 'exchange', seq: record.seq, compareWith: seq });
  const eventWord = ({ eventId }: SentRecord) => shorten(showUnseen(story?.events.get(eventId)?.status ?? eventId), 40);
  const otherSiblings = siblings.filter(({ seq }) => seq !== record.seq);
  const shownOthers = others.slice(-MAX_OTHERS);
  const known = [...otherSiblings, ...shownOthers];
  if (known.length === 0 && compareWith === null) return null;
  return (
    <div className={classes.bar}>
      {siblings.length > 1 && (
        <>
          <Button variant="default" size="compact-xs" disabled={at <= 0} onClick={() => goToSibling(siblings[at - 1])}>
            Attempt before
          </Button>
          <span className={classes.place}>
            {at + 1} of {siblings.length} sent for this delivery
          </span>
          <Button
            variant="default"
            size="compact-xs"
            disabled={at === siblings.length - 1}
            onClick={() => goToSibling(siblings[at + 1])}
          >
            Attempt after
          </Button>
        </>
      )}
      <label className={classes.choice}>
        Compare with
        <select
          className={classes.select}
          value={compareWith ?? ''}
          onChange={({ currentTarget: { value } }) => compare(value === '' ? null : Number(value))}
        >
          <option value="">nothing</option>
          {otherSiblings.length > 0 && (
            <optgroup label="The same delivery">
              {otherSiblings.map((sibling) => (
                <option key={sibling.seq} value={sibling.seq}>
                  {nameSent(sibling)}
                </option>
              ))}
            </optgroup>
          )}
          {others.length > 0 && (
            <optgroup label="Other deliveries of the payment">
              {shownOthers.map((other) => (
                <option key={other.seq} value={other.seq}>
                  {nameSent(other, eventWord(other))}
                </option>
              ))}
            </optgroup>
          )}
          {compareWith !== null && !known.some(({ seq }) => seq === compareWith) && (
            <option value={compareWith}>Record {compareWith}</option>
          )}
        </select>
      </label>
      {compareWith !== null && (
        <Button variant="subtle" size="compact-xs" onClick={() => compare(null)}>
          End the comparison
        </Button>
      )}
    </div>
  );
}
