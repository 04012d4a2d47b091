import { UnstyledButton } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import { checkVerdictWords } from '../../../../server/reading/checks.js';
import { readOwn } from '../../../../server/reading/read-own.js';
import { nameFields } from '../../checks/name-fields.js';
import { showUnseen, startSentence } from '../../format/text.js';
import { describeCheck, type Verdict } from '../../format/verdict.js';
import { type CheckRow, type RowState, stateOf } from '../../state/check-runs.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { FindingDetail } from './finding-detail.js';
import classes from './finding-table.module.css';

interface FindingTableProps {
  /** Null: not grouped. */
  groups: readonly { state: RowState | null; rows: readonly CheckRow[] }[];
  isOver: boolean;
  catalogue: CheckCatalogue | null;
  /** Id of the check that is opened. */
  opened: string | null;
  onOpen(check: string | null): void;
}

/** What each check came to; one of them can be opened. */
export function FindingTable({ groups, isOver, catalogue, opened, onOpen }: FindingTableProps) {
  const tableRef = useRef<HTMLTableElement>(null);
  const focus = (check: string, options?: FocusOptions) =>
    tableRef.current?.querySelector<HTMLElement>(`[data-check="${CSS.escape(check)}"]`)?.focus(options);
  // Opened by key or by address: that is where the reader is now. Not again when its row moves, as the reader may be elsewhere by then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another check is a reason
  useEffect(() => {
    if (opened !== null) focus(opened);
  }, [opened]);
  // A row is made anew where its verdict moves it to another group.
  const lostBy = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (lostBy.current !== null && document.activeElement === document.body) focus(lostBy.current, { preventScroll: true });
    lostBy.current = null;
  });
  const noteLost = (check: string) => {
    lostBy.current = check;
  };
  return (
    <table ref={tableRef} className={classes.table}>
      <caption className="visually-hidden">What each check came to</caption>
      <colgroup>
        <col />
        <col className={classes.severityColumn} />
        <col className={classes.verdictColumn} />
      </colgroup>
      <thead>
        <tr className={classes.heads}>
          <th scope="col">Check</th>
          <th scope="col">Severity</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      {groups.map(({ state, rows }) => (
        <tbody key={state}>
          {state !== null && (
            <tr className={classes.group}>
              <th colSpan={3} scope="rowgroup">
                {showUnseen(startSentence(`${describeState(state).text} `))}({rows.length})
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <FindingRow
              key={row.id}
              row={row}
              isOver={isOver}
              isOpen={row.id === opened}
              catalogue={catalogue}
              onToggle={() => onOpen(row.id === opened ? null : row.id)}
              onLoseFocus={noteLost}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

interface FindingRowProps {
  row: CheckRow;
  isOver: boolean;
  isOpen: boolean;
  catalogue: CheckCatalogue | null;
  onToggle(): void;
  /** It had the focus when it was taken away. */
  onLoseFocus(check: string): void;
}

function FindingRow({ row, isOver, isOpen, catalogue, onToggle, onLoseFocus }: FindingRowProps) {
  const id = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is taken away
  useLayoutEffect(
    () => () => {
      if (buttonRef.current !== null && document.activeElement === buttonRef.current) onLoseFocus(row.id);
    },
    [],
  );
  return (
    <>
      <tr className={classes.row} data-open={isOpen || undefined}>
        <th scope="row" className={classes.check}>
          <UnstyledButton
            ref={buttonRef}
            data-check={row.id}
            className={classes.name}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={onToggle}
          >
            <span className={classes.sign} aria-hidden="true">
              {isOpen ? '▾' : '▸'}
            </span>
            <span>
              <span className={classes.id}>{showUnseen(row.id)}</span> {showUnseen(row.title)}
            </span>
          </UnstyledButton>
          {row.finding && <p className={classes.sentence}>{showUnseen(nameFields(row.finding.sentence))}</p>}
        </th>
        <td className={classes.severity} data-severity={row.severity}>
          {showUnseen(row.severity)}
        </td>
        <td>
          <VerdictBadge verdict={describeState(stateOf(row, isOver))} />
        </td>
      </tr>
      <tr id={id} hidden={!isOpen} className={classes.opened}>
        {isOpen && (
          <td colSpan={3}>
            <FindingDetail row={row} catalogue={catalogue} />
          </td>
        )}
      </tr>
    </>
  );
}

function describeState(state: RowState): Verdict {
  if (state === 'waiting') return { text: state, tone: 'wait' };
  if (state === 'not made') return { text: state, tone: 'plain' };
  return { ...describeCheck(state), text: readOwn(checkVerdictWords, state) ?? state };
}
