import { showUnseen } from '../../format/text.js';
import type { Tone, Verdict } from '../../format/verdict.js';
import classes from './verdict-badge.module.css';

/** A sign beside the colour, for whoever cannot tell the colours apart. */
const signs: Record<Tone, string> = { good: '✓', bad: '✕', warn: '!', wait: '…', plain: '' };

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const sign = signs[verdict.tone];
  return (
    <span className={classes.badge} data-tone={verdict.tone}>
      {sign !== '' && <span aria-hidden="true">{sign}</span>}
      <span className={classes.text}>{showUnseen(verdict.text)}</span>
    </span>
  );
}
