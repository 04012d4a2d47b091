import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { formatQuantity } from '../../format/numbers.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { buildPaymentQuery } from '../../state/search.js';
import { buildTimeline, collectRelated } from '../../story/build-timeline.js';
import { createReceivedFinder } from '../../story/find-received.js';
import type { TimerTitles } from '../../story/timeline.js';
import { useStage } from '../stage-context.js';
import { Countdown } from './stage-clock.js';
import { TimelineAxis, TimelineGaps } from './timeline-axis.js';
import classes from './timeline-panel.module.css';
import { TimelineRowItem } from './timeline-row.js';
import type { Deeds } from './use-deeds.js';

interface TimelinePanelProps {
  story: PaymentStory;
  /** What its provider says about its timers. */
  timerTitles: TimerTitles | undefined;
  deeds: Deeds;
}

/** Everything that happened to the payment, causes above their effects, on one axis of time. */
export const TimelinePanel = memo(function TimelinePanel({ story, timerTitles, deeds }: TimelinePanelProps) {
  const { store, isReadOnly } = useStage();
  const timeline = useMemo(
    () => buildTimeline(story, createReceivedFinder(store.read().log.records), timerTitles),
    [story, store, timerTitles],
  );
  const { rows, scale, links, leftOut, waits } = timeline;
  const [activeId, setActiveId] = useState<string | null>(null);
  const related = useMemo(() => (activeId === null ? null : collectRelated(links, activeId)), [links, activeId]);
  const listRef = useRef<HTMLOListElement>(null);
  const activate = useCallback((id: string | null) => setActiveId(id), []);

  const step = (direction: 1 | -1) => {
    const targets = [...(listRef.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const line = document.activeElement?.closest('li');
    const index = line ? targets.findIndex((target) => line.contains(target)) : -1;
    const next = index < 0 ? (direction > 0 ? 0 : targets.length - 1) : index + direction;
    targets[next]?.focus();
  };
  useCommands([
    {
      id: 'story-down',
      title: 'Next line of the timeline (Enter opens it)',
      keys: ['j'],
      group: 'Payment',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(1),
    },
    {
      id: 'story-up',
      title: 'Line before',
      keys: ['k'],
      group: 'Payment',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(-1),
    },
  ]);

  return (
    <section className={classes.panel} aria-label="Timeline">
      <TimelineAxis scale={scale} />
      <div className={classes.body}>
        <TimelineGaps scale={scale} />
        <ol ref={listRef} className={classes.rows} onMouseLeave={() => setActiveId(null)}>
          {rows.map((row, index) => (
            <TimelineRowItem
              key={row.id}
              row={row}
              scale={scale}
              isRelated={related !== null && related.size > 1 && related.has(row.id)}
              isActive={row.id === activeId}
              onActivate={activate}
              deeds={isReadOnly || story.isForgotten ? null : deeds}
              note={deeds.note?.place === row.id ? deeds.note : null}
              before={
                leftOut?.index === index ? (
                  <>
                    {`${formatQuantity(leftOut.count, 'line')} left out here. `}
                    <button
                      type="button"
                      className={classes.link}
                      onClick={() => goTo({ view: 'live' }, { q: buildPaymentQuery(story.paymentId) })}
                    >
                      Show all of them in the list
                    </button>
                  </>
                ) : null
              }
            />
          ))}
        </ol>
      </div>
      {waits.length > 0 && (
        <ul className={classes.waits} aria-label="Waiting for">
          {waits.map(({ timer, text, dueAt }) => (
            <li key={timer}>
              {text} <Countdown at={dueAt} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});
