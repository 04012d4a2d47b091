import { useEffect, useMemo, useRef, useState } from 'react';
import { useCommands } from '../../keys/commands.js';
import { goTo, isAtView } from '../../routing/use-place.js';
import { groupRows, listRows } from '../../state/check-runs.js';
import form from '../common/form-columns.module.css';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';
import { CheckForm } from './check-form.js';
import classes from './checks-view.module.css';
import { NoRuns } from './no-runs.js';
import { RunPanel } from './run-panel.js';

interface ChecksViewProps {
  /** Null: the newest. */
  runId: string | null;
  /** The check that is opened. */
  check: string | null;
}

/** Judges the app: what to judge on the left, what it came to on the right. */
export function ChecksView({ runId, check }: ChecksViewProps) {
  const { store, isReadOnly } = useStage();
  const known = useStoreValue(store, ({ log }) => log.checkRuns);
  const runs = useMemo(() => [...known.values()].reverse(), [known]);
  const [startedId, setStartedId] = useState<string | null>(null);
  const run = runId === null ? runs[0] : known.get(runId);
  const ids = useMemo(
    () => (run ? groupRows(listRows(run), run.result !== null).flatMap(({ rows }) => rows.map(({ id }) => id)) : []),
    [run],
  );
  const resultRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where both do not fit beside each other, the run stands below what started it.
    if (startedId !== null) resultRef.current?.scrollIntoView({ block: 'start' });
  }, [startedId]);

  const open = (id: string | null) => goTo({ view: 'checks', runId: run?.id ?? runId, check: id });
  const step = (by: number) => {
    const at = check === null ? -1 : ids.indexOf(check);
    const next = ids[Math.min(Math.max(at + by, 0), ids.length - 1)];
    if (next !== undefined) open(next);
  };
  useCommands([
    {
      id: 'check-next',
      title: 'Next check',
      keys: ['j'],
      group: 'Checks',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(1),
    },
    {
      id: 'check-before',
      title: 'Check before',
      keys: ['k'],
      group: 'Checks',
      isKeyOnly: true,
      isRepeatable: true,
      run: () => step(-1),
    },
    ...(check === null
      ? []
      : [
          {
            id: 'check-close',
            title: 'Close the check',
            keys: ['Escape'],
            group: 'Checks',
            isKeyOnly: true,
            run: () => open(null),
          },
        ]),
  ]);

  return (
    <main className={form.view}>
      <div className={`${form.columns} ${classes.columns}`} data-form={!isReadOnly}>
        {!isReadOnly && (
          <div className={form.fill}>
            <h2 className={form.title}>Check your app</h2>
            <CheckForm
              onStarted={(id) => {
                if (!isAtView('checks')) return;
                setStartedId(id);
                goTo({ view: 'checks', runId: id, check: null });
              }}
            />
          </div>
        )}
        <div ref={resultRef} className={form.result}>
          {run ? (
            <RunPanel run={run} runs={runs} opened={check} onOpen={open} />
          ) : runId === null ? (
            <NoRuns />
          ) : (
            <p className={form.note} role="status">
              {runId === startedId ? 'The run begins…' : 'That run is not among those of the log that are held here.'}
            </p>
          )}
        </div>
      </div>
    </main>
  );
}
