import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type CheckRun, groupRows, listRows } from '../../state/check-runs.js';
import classes from './checks-view.module.css';
import { FindingTable } from './finding-table.js';
import { RunHead } from './run-head.js';
import { useCatalogue } from './use-catalogue.js';

interface RunPanelProps {
  run: CheckRun;
  /** Newest first. */
  runs: readonly CheckRun[];
  /** Id of the check that is opened. */
  opened: string | null;
  onOpen(check: string | null): void;
}

/** One run, live while it goes on. */
export function RunPanel({ run, runs, opened, onOpen }: RunPanelProps) {
  const { catalogue } = useCatalogue(run.provider);
  const [order, setOrder] = useState('verdict');
  const isOver = run.result !== null;
  const rows = useMemo(() => listRows(run), [run]);
  const groups = useMemo(() => (order === 'verdict' ? groupRows(rows, isOver) : [{ state: null, rows }]), [order, rows, isOver]);
  return (
    <section aria-label="Run">
      <RunHead key={run.id} run={run} runs={runs} />
      <div className={classes.order}>
        <SegmentedControl
          aria-label="Order of the checks"
          size="xs"
          value={order}
          data={[
            { value: 'verdict', label: 'By verdict' },
            { value: 'run', label: 'In order' },
          ]}
          onChange={setOrder}
        />
      </div>
      <FindingTable groups={groups} isOver={isOver} catalogue={catalogue} opened={opened} onOpen={onOpen} />
    </section>
  );
}
