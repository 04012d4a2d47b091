import type { TimeScale } from '../../story/time-scale.js';
import type { TimelineMark } from '../../story/timeline.js';
import { placeAt } from './timeline-axis.js';
import classes from './timeline-row.module.css';

interface TimelineMarksProps {
  marks: readonly TimelineMark[];
  scale: TimeScale;
  /** True when the marks are steps of one thing. */
  isJoined: boolean;
  onOpen(seq: number): void;
}

/** What happened, at its place on the axis; an attempt is as long as it took. */
export function TimelineMarks({ marks, scale, isJoined, onOpen }: TimelineMarksProps) {
  const placed = marks.map((mark) => {
    const from = scale.positionOf(mark.fromMs);
    return { mark, from, to: mark.toMs === null ? 1 : scale.positionOf(mark.toMs) };
  });
  const first = Math.min(1, ...placed.map(({ from }) => from));
  const last = Math.max(0, ...placed.map(({ to }) => to));
  return (
    <div className={classes.track}>
      <div className={classes.axis}>
        {isJoined && (
          <div className={classes.thread} style={{ ...placeAt(first), width: `${((last - first) * 100).toFixed(3)}%` }} />
        )}
        {placed.map(({ mark, from, to }) => {
          const { id, shape, tone, label, seq } = mark;
          const shared = {
            className: classes.mark,
            'data-shape': shape,
            'data-tone': tone,
            style: { ...placeAt(from), width: `${((to - from) * 100).toFixed(3)}%` },
            title: label,
          };
          return seq === null ? (
            <span key={id} {...shared} role="img" aria-label={label} />
          ) : (
            <button
              key={id}
              type="button"
              {...shared}
              data-mark=""
              tabIndex={-1}
              aria-label={label}
              onClick={() => onOpen(seq)}
            />
          );
        })}
      </div>
    </div>
  );
}
