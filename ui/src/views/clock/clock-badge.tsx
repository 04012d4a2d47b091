import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useRef } from 'react';
import { useCommands } from '../../keys/commands.js';
import { toStageTime } from '../../story/stage-time.js';
import { BadgePanel } from '../common/badge-panel.js';
import badgeClasses from '../holds/hold-badge.module.css';
import { useStage } from '../stage-context.js';
import classes from './clock-badge.module.css';
import type { ClockChange } from './clock-handle.js';
import { describeClock } from './describe-clock.js';
import { listClockCommands } from './list-clock-commands.js';
import { useClock } from './use-clock.js';

const ClockPanel = lazy(() => import('./clock-panel.js').then((file) => ({ default: file.ClockPanel })));

const PANEL_ID = 'clock-panel';
/** What a call to the stage takes at most where it is near, in real time. */
const CALL_MS = 1_500;

/** Says on every view that time is not real, for as long as it is so; opens the panel where it is changed. */
export function ClockBadge() {
  const { isReadOnly } = useStage();
  return isReadOnly ? null : <LiveClockBadge />;
}

function LiveClockBadge() {
  const handle = useClock();
  const { clock, receivedAt, isBusy } = handle;
  const panelRef = useRef<HTMLDivElement>(null);
  const badgeRef = useRef<HTMLButtonElement>(null);
  const words = isBusy ? 'Clock moving…' : clock && describeClock(clock);
  // The badge tells what became of it; where nothing did, the panel says why.
  const change = async (wanted: ClockChange) => {
    const after = await handle.change(wanted);
    const before = clock && { nowMs: Date.parse(clock.now), speed: clock.speed, readAtMs: receivedAt };
    const expectedMs = before ? toStageTime(before, performance.now()) : 0;
    const hasStayed =
      after !== null && 'jumpTo' in wanted && Date.parse(after.now) - expectedMs < CALL_MS * Math.max(1, after.speed);
    if (after === null || hasStayed) panelRef.current?.showPopover();
  };
  useCommands([
    {
      id: 'clock',
      title: 'Open the clock: jump, freeze, run, speed',
      keys: ['t'],
      group: 'Clock',
      words: 'time',
      inMenu: 'Clock',
      run: () => panelRef.current?.togglePopover(),
    },
    ...listClockCommands(handle, (wanted) => void change(wanted)),
  ]);
  return (
    <>
      <span role="status" className={classes.slot}>
        {words !== null && (
          <UnstyledButton
            ref={badgeRef}
            className={`${badgeClasses.badge} ${classes.badge}`}
            popoverTarget={PANEL_ID}
            title="The clock of the stage is not real time (t)"
          >
            {words}
          </UnstyledButton>
        )}
      </span>
      <BadgePanel panelRef={panelRef} badgeRef={badgeRef} id={PANEL_ID} label="Clock">
        <Suspense fallback={<p className={classes.waiting}>Looking at the clock…</p>}>
          <ClockPanel onClose={() => panelRef.current?.hidePopover()} />
        </Suspense>
      </BadgePanel>
    </>
  );
}
