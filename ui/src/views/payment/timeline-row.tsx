import { Button } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, memo, type ReactNode } from 'react';
import { formatDateTime, formatTime } from '../../format/dates.js';
import { formatQuantity } from '../../format/numbers.js';
import { goTo } from '../../routing/use-place.js';
import type { TimeScale } from '../../story/time-scale.js';
import type { TimelineRow } from '../../story/timeline.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { DeedNote } from './deed-note.js';
import { Countdown } from './stage-clock.js';
import { TimelineMarks } from './timeline-marks.js';
import classes from './timeline-row.module.css';
import type { Deeds, DeedNote as Note } from './use-deeds.js';

interface TimelineRowItemProps {
  row: TimelineRow;
  scale: TimeScale;
  /** Cause or effect of the row that somebody points at. */
  isRelated: boolean;
  isActive: boolean;
  onActivate(id: string | null): void;
  /** Null: nothing can be done. */
  deeds: Deeds | null;
  note: Note | null;
  /** What stands between this row and the one before. */
  before: ReactNode;
}

const MAX_DEPTH = 3;

/** One line of the timeline: what happened in words, and where it stands on the axis. */
export const TimelineRowItem = memo(function TimelineRowItem(props: TimelineRowItemProps) {
  const { row, scale, isRelated, isActive, onActivate, deeds, note, before } = props;
  const { id, depth, kind, family, sentence, at, verdict, seq, marks, delivery } = row;
  const open = (openSeq: number) => goTo({ view: 'exchange', seq: openSeq, compareWith: null });
  return (
    <>
      {before && <li className={classes.leftOut}>{before}</li>}
      <li
        className={classes.row}
        data-family={family}
        data-depth={Math.min(depth, MAX_DEPTH)}
        data-related={isRelated || undefined}
        data-active={isActive || undefined}
        style={{ '--depth': Math.min(depth, MAX_DEPTH) } as CSSProperties}
        onMouseEnter={() => onActivate(id)}
        onFocus={() => onActivate(id)}
        onBlur={() => onActivate(null)}
        onKeyDown={stepAlong}
      >
        <div className={classes.head}>
          <time dateTime={at} title={formatDateTime(at)}>
            {formatTime(at)}
          </time>
          <span className={classes.kind}>{kind}</span>
        </div>
        <div className={classes.words}>
          <p className={classes.sentence}>
            {seq === null ? (
              <span data-row="" tabIndex={-1}>
                {sentence}
              </span>
            ) : (
              <button type="button" data-row="" className={classes.open} onClick={() => open(seq)}>
                {sentence}
              </button>
            )}
          </p>
          {row.note !== null && !delivery && <p className={classes.detail}>{row.note}</p>}
          {delivery && (
            <div className={classes.detail}>
              {row.note !== null && <p>{row.note}</p>}
              {delivery.attemptCount === 0 && <span>not sent yet</span>}
              {delivery.attemptCount > 1 && <span>{formatQuantity(delivery.attemptCount, 'attempt')}</span>}
              {delivery.leftOutCount > 0 && <span>{`${formatQuantity(delivery.leftOutCount, 'attempt')} without a mark`}</span>}
              {delivery.nextAttemptAt !== null && (
                <span className={classes.next}>
                  next attempt <Countdown at={delivery.nextAttemptAt} />
                </span>
              )}
            </div>
          )}
          {deeds && <DeedNote note={note} place={id} onClose={deeds.forget} />}
        </div>
        <div className={classes.verdict}>
          {verdict && <VerdictBadge verdict={verdict} />}
          {deeds && delivery && delivery.attemptCount > 0 && (
            <Button
              className={classes.redeliver}
              variant="default"
              size="compact-xs"
              aria-label={`Redeliver ${sentence}`}
              onClick={() => deeds.redeliver(delivery.deliveryId, id)}
            >
              Redeliver
            </Button>
          )}
        </div>
        <TimelineMarks marks={marks} scale={scale} isJoined={delivery !== null} onOpen={open} />
      </li>
    </>
  );
});

/** The marks of a line are reached with the arrows, so that Tab goes from line to line. */
function stepAlong(event: KeyboardEvent<HTMLLIElement>): void {
  if ((event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') || !(event.target instanceof HTMLElement)) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row], [data-mark]')];
  const index = stops.indexOf(event.target);
  const next = stops[index + (event.key === 'ArrowRight' ? 1 : -1)];
  if (index < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
