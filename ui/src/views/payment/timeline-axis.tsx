import { type CSSProperties, memo, useMemo, useRef } from 'react';
import { pickAxisLabels } from '../../story/pick-ticks.js';
import type { TimeScale } from '../../story/time-scale.js';
import { useWidth } from '../use-width.js';
import classes from './timeline-panel.module.css';

/** Room for one label, px. */
const LABEL_WIDTH = 78;

/** A place on the track, as a share of its width. */
export function placeAt(position: number): CSSProperties {
  return { left: `${(position * 100).toFixed(3)}%` };
}

/** The head of the timeline: time since its beginning, and how much was left out where nothing happened. */
export const TimelineAxis = memo(function TimelineAxis({ scale }: { scale: TimeScale }) {
  const trackRef = useRef<HTMLDivElement>(null);
  const width = useWidth(trackRef);
  const labels = useMemo(() => pickAxisLabels(scale, width === 0 ? 0.5 : LABEL_WIDTH / width), [scale, width]);
  return (
    <div className={classes.axis}>
      <h3 className={classes.title}>Timeline</h3>
      <div ref={trackRef} className={classes.axisTrack}>
        {labels.ticks.map(({ position, label }) => (
          <span key={`tick-${position}`} className={classes.tick} style={placeAt(position)}>
            {label}
          </span>
        ))}
        {labels.gaps.map(({ position, label }) => (
          <span
            key={`gap-${position}`}
            className={classes.gapLabel}
            style={placeAt(position)}
            title="Nothing happened here; drawn shorter than it was"
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  );
});

/** Shades the stretches that are drawn shorter than they were, behind all rows. */
export const TimelineGaps = memo(function TimelineGaps({ scale }: { scale: TimeScale }) {
  return (
    <div className={classes.layer} aria-hidden="true">
      <div className={classes.layerTrack}>
        {scale.gaps.map(({ from, to, fromMs }) => (
          <div key={fromMs} className={classes.gap} style={{ ...placeAt(from), width: `${((to - from) * 100).toFixed(3)}%` }} />
        ))}
      </div>
    </div>
  );
});
