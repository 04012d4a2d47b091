import { Button } from '@mantine/core';
import { useState } from 'react';
import { checkVerdictWords } from '../../../../server/reading/checks.js';
import { readOwn } from '../../../../server/reading/read-own.js';
import type { ControlFailure } from '../../control/call-control.js';
import { formatDateTime, formatTime } from '../../format/dates.js';
import { formatQuantity } from '../../format/numbers.js';
import { shorten, showUnseen } from '../../format/text.js';
import { describeCheck } from '../../format/verdict.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { type CheckRun, groupRows, listRows } from '../../state/check-runs.js';
import form from '../common/form-columns.module.css';
import { VerdictBadge } from '../common/verdict-badge.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import classes from './checks-view.module.css';
import { ReportButtons } from './report-buttons.js';

const ENDS = {
  pass: 'no check failed',
  fail: 'not every check passed',
  gate: 'nothing could be judged',
  stopped: 'stopped before the end',
};

/** Which run it is, how far it is, and how it may be ended or kept. */
export function RunHead({ run, runs }: { run: CheckRun; runs: readonly CheckRun[] }) {
  const { call, providers, isReadOnly, isConnected } = useStage();
  const [stoppedId, setStoppedId] = useState<string | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const title = providers.find(({ name }) => name === run.provider)?.title ?? run.provider;
  const isRunning = run.result === null;
  const newest = runs[0];
  const stop = async () => {
    setFailure(null);
    setStoppedId(run.id);
    const result = await call('POST', `/check-runs/${encodeURIComponent(run.id)}/stop`);
    // One that has ended in the meantime is what was wanted.
    if (result.ok || result.failure.code === 'check_run_ended') return;
    setStoppedId(null);
    setFailure(result.failure);
  };
  const canStop = isRunning && !isReadOnly;
  useCommands(canStop ? [{ id: 'check-stop', title: 'Stop the run', group: 'Checks', run: () => void stop() }] : []);
  return (
    <div className={classes.head}>
      <div className={classes.headLine}>
        <h2 className={form.title}>{showUnseen(title)}</h2>
        <VerdictBadge
          verdict={
            run.result === null
              ? { text: 'running', tone: 'wait' }
              : { ...describeCheck(run.result), text: readOwn(ENDS, run.result) ?? run.result }
          }
        />
        <label className={classes.runs}>
          Run
          <select
            className={classes.select}
            value={run.id}
            onChange={({ currentTarget: { value } }) => goTo({ view: 'checks', runId: value, check: null })}
          >
            {runs.map((one) => (
              <option key={one.id} value={one.id}>
                {nameRun(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className={classes.target}>
        <code>{showUnseen(run.target)}</code>
      </p>
      <p className={classes.facts}>
        <time dateTime={run.startedAt}>{formatDateTime(run.startedAt)}</time>
        {run.lane !== 'default' && <>, lane {showUnseen(run.lane)}</>}
      </p>
      <div className={classes.headLine}>
        <p className={classes.progress} role="status">
          {run.findings.size} of {formatQuantity(listRows(run).length, 'check')} done{isRunning ? '' : `: ${countWords(run)}`}
        </p>
        <div className={classes.ways}>
          {canStop && (
            <Button
              variant="default"
              size="compact-sm"
              disabled={!isConnected || stoppedId === run.id}
              onClick={() => void stop()}
            >
              {stoppedId === run.id ? 'Stopping…' : 'Stop'}
            </Button>
          )}
          {!isRunning && !isReadOnly && <ReportButtons runId={run.id} />}
          {newest && newest.id !== run.id && newest.result === null && (
            <Button variant="default" size="compact-sm" onClick={() => goTo({ view: 'checks', runId: newest.id, check: null })}>
              Show the run that goes on
            </Button>
          )}
        </div>
      </div>
      {isRunning && (
        <progress className={classes.bar} aria-label="Checks done" max={listRows(run).length} value={run.findings.size} />
      )}
      {run.notes.length > 0 && (
        <ul className={classes.notes} aria-label="What else was seen">
          {run.notes.map((note) => (
            <li key={note}>{showUnseen(note)}</li>
          ))}
        </ul>
      )}
      <FieldProblem id="check-stop-problem" message={failure?.message ?? null} hint={failure?.hint} />
    </div>
  );
}

/** `1 fail, 12 pass`. */
function countWords(run: CheckRun): string {
  const groups = groupRows(listRows(run), run.result !== null);
  return groups.map(({ state, rows }) => `${rows.length} ${readOwn(checkVerdictWords, state) ?? state}`).join(', ');
}

function nameRun(run: CheckRun): string {
  const outcome = run.result === null ? 'running' : countWords(run);
  return showUnseen(shorten(`${formatTime(run.startedAt).slice(0, 8)} ${run.provider}: ${outcome}`, 80));
}
