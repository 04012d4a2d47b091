import { isOwnLane } from '../../control/lane-path.js';
import { showUnseen } from '../../format/text.js';
import classes from './hold-panel.module.css';

/** Says of which lane a panel speaks, where it is not the one that is always there. */
export function LaneNote({ lane }: { lane: string }) {
  if (!isOwnLane(lane)) return null;
  return (
    <p className={classes.explanation}>
      The payment that is shown is in the lane <strong>{showUnseen(lane)}</strong>: this is about that lane only.
    </p>
  );
}
