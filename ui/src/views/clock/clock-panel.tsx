import { Button, CloseButton, Input, SegmentedControl } from '@mantine/core';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { formatDateTime } from '../../format/dates.js';
import { showUnseen } from '../../format/text.js';
import { goTo } from '../../routing/use-place.js';
import { readDuration, sayDuration, sayDurationRoughly } from '../../schema-form/durations.js';
import { Described } from '../common/described.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import classes from './clock-panel.module.css';
import { describeClock } from './describe-clock.js';
import { findNextDue } from './find-next-due.js';
import { useClock, useClockNow } from './use-clock.js';

const SPEEDS = [0, 1, 10, 60, 1_000];
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Time on the stage: what it is, how fast it runs, what it comes to next, and how to move it on. `onClose`: where it stands in a panel that closes. */
export function ClockPanel({ onClose }: { onClose?: () => void }) {
  const { store, providers } = useStage();
  const handle = useClock();
  const { clock, isBusy, failure, change } = handle;
  const nowMs = useClockNow(handle);
  const problemId = useId();
  // The panel that opens has that name itself.
  const label = onClose ? undefined : 'Clock';
  const [typed, setTyped] = useState('30 min');
  const [problem, setProblem] = useState<string | null>(null);
  const nextAt = clock?.nextTimerAt ?? null;
  // The log holds many payments; only another due time is a reason to search it.
  const due = useMemo(() => (nextAt === null ? null : findNextDue(store.read().log.payments, nextAt)), [store, nextAt]);
  const timerTitle = due?.kind === 'timer' ? providers.find(({ name }) => name === due.provider)?.timers[due.timer] : undefined;
  const jump = () => void change({ jumpTo: 'next-timer' });
  const advance = (event: FormEvent) => {
    event.preventDefault();
    const ms = readDuration(typed);
    setProblem(ms === null ? 'Give a duration such as 30 min, 6 h or 2 d.' : null);
    if (ms !== null) void change({ advanceMs: ms });
  };
  if (!clock)
    return (
      <section className={classes.panel} aria-label={label} data-open={onClose !== undefined}>
        <h2 className={classes.title}>Clock</h2>
        <p className={classes.text}>Looking at the clock…</p>
      </section>
    );
  const speeds = SPEEDS.includes(clock.speed) ? SPEEDS : [...SPEEDS, clock.speed].sort((one, other) => one - other);
  return (
    <section className={classes.panel} aria-label={label} aria-busy={isBusy} data-open={onClose !== undefined}>
      <div className={classes.top}>
        <h2 className={classes.title}>Clock</h2>
        {onClose && <CloseButton size="sm" aria-label="Close the clock" onClick={onClose} />}
      </div>
      <p className={classes.now}>
        <time dateTime={new Date(nowMs).toISOString()}>
          {formatDateTime(new Date(nowMs).toISOString()).replace(/\.\d+$/, '')}
        </time>
      </p>
      <p className={classes.text}>
        {clock.speed === 0
          ? 'Frozen'
          : clock.speed === 1
            ? 'Runs in real time'
            : `Runs ${clock.speed} times as fast as real time`}
        {clock.aheadMs === null || Math.abs(clock.aheadMs) < 2_000
          ? '.'
          : `, ${sayDurationRoughly(Math.abs(clock.aheadMs))} ${clock.aheadMs > 0 ? 'ahead of' : 'behind'} this machine.`}
      </p>
      <SegmentedControl
        aria-label="Speed"
        size="xs"
        fullWidth
        disabled={isBusy}
        value={String(clock.speed)}
        data={speeds.map((speed) => ({ value: String(speed), label: speed === 0 ? 'Frozen' : `${speed}×` }))}
        onChange={(speed) => void change({ speed: Number(speed) })}
      />
      <p className={classes.due}>
        {nextAt === null ? (
          'Nothing is due: no attempt waits to be made again, and no timer runs.'
        ) : (
          <>
            Next {due === null ? 'thing due' : due.kind === 'attempt' ? 'attempt' : `timer (${timerTitle ?? due.timer})`}
            {due && (
              <>
                {' of '}
                <button
                  type="button"
                  className={classes.link}
                  onClick={() => goTo({ view: 'payment', paymentId: due.paymentId })}
                >
                  {due.paymentId}
                </button>
              </>
            )}
            {due?.kind === 'attempt' && due.endpoint ? ` to ${showUnseen(due.endpoint)}` : ''}{' '}
            <strong>
              {clock.speed === 0 ? `in ${sayDurationRoughly(Date.parse(nextAt) - nowMs)} of stage time` : sayIn(nextAt, nowMs)}
            </strong>
          </>
        )}
      </p>
      <div className={classes.buttons}>
        <Button
          color="blue"
          size="compact-sm"
          disabled={isBusy || nextAt === null}
          title={nextAt === null ? 'Nothing is due.' : undefined}
          onClick={jump}
        >
          {due?.kind === 'timer' ? 'Jump to the next timer' : 'Jump to the next attempt'}
        </Button>
        <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => change({ advanceMs: HOUR_MS })}>
          Jump an hour
        </Button>
        <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => change({ advanceMs: DAY_MS })}>
          Jump a day
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={isBusy}
          onClick={() => change({ speed: clock.speed === 0 ? 1 : 0 })}
        >
          {clock.speed === 0 ? 'Go on' : 'Freeze'}
        </Button>
        {clock.aheadMs !== null && describeClock(clock) !== null && (
          <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => change({ realTime: true })}>
            Back to real time
          </Button>
        )}
      </div>
      <form className={classes.custom} onSubmit={advance}>
        <Described by={problemId}>
          <Input
            size="xs"
            aria-label="Move on by"
            error={problem !== null}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Described>
        <Button type="submit" variant="default" size="compact-sm" disabled={isBusy}>
          Move on
        </Button>
        <span className={classes.text}>{sayTyped(typed)}</span>
      </form>
      <p role="status" className={classes.busy}>
        {isBusy ? 'Moving. Whatever comes due on the way is done first; a target that does not answer holds it up.' : ''}
      </p>
      <FieldProblem id={problemId} message={problem ?? failure?.message ?? null} hint={problem ? null : failure?.hint} />
      <p className={classes.text}>The clock goes forward, or back to real time: what was due ahead of it then waits.</p>
    </section>
  );
}

function sayIn(at: string, nowMs: number): string {
  const leftMs = Date.parse(at) - nowMs;
  return leftMs <= 0 ? 'now' : `in ${sayDurationRoughly(leftMs)}`;
}

/** Nothing when that is what was typed. */
function sayTyped(typed: string): string {
  const ms = readDuration(typed);
  const words = ms === null ? '' : sayDuration(ms);
  return words === typed.trim() ? '' : words;
}
