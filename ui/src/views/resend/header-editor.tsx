import { Button, Input, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { DraftProblem } from '../../resend/check-draft.js';
import type { HeaderRow } from '../../resend/draft.js';
import { findRole } from '../../resend/header-roles.js';
import { addRow, changeRow, moveRow, removeRow } from '../../resend/header-rows.js';
import { Described } from '../common/described.js';
import classes from './header-editor.module.css';
import { ProblemNote } from './problem-note.js';
import form from './resend-form.module.css';

interface HeaderEditorProps {
  rows: readonly HeaderRow[];
  /** True when time and signature are made at the moment of sending, whatever stands here. */
  isSigned: boolean;
  problems: readonly DraftProblem[];
  onChange(rows: HeaderRow[]): void;
}

/** The headers in the order in which they are sent. A name may come twice. */
export function HeaderEditor({ rows, isSigned, problems, onChange }: HeaderEditorProps) {
  const hasMade = isSigned && rows.some(({ name }) => findRole(name) !== null);
  const addRef = useRef<HTMLButtonElement>(null);
  const listRef = useRef<HTMLOListElement>(null);
  const isNewest = useRef(false);
  // A row that was added is filled in next; where one was removed, the keyboard must not be left with nothing.
  useEffect(() => {
    if (!isNewest.current) return;
    isNewest.current = false;
    listRef.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  });
  const add = () => {
    isNewest.current = true;
    onChange(addRow(rows));
  };
  const remove = (id: number) => {
    onChange(removeRow(rows, id));
    addRef.current?.focus();
  };
  return (
    <section className={form.section} aria-label="Headers">
      <h3 className={form.heading}>
        Headers
        <Button ref={addRef} variant="default" size="compact-xs" onClick={add}>
          Add a header
        </Button>
      </h3>
      <ol ref={listRef} className={classes.rows}>
        {rows.map((row, index) => (
          <HeaderLine
            key={row.id}
            row={row}
            place={index + 1}
            isFirst={index === 0}
            isLast={index === rows.length - 1}
            isMade={isSigned && findRole(row.name) !== null}
            problem={problems.find(({ rowId }) => rowId === row.id)}
            onChange={(change) => onChange(changeRow(rows, row.id, change))}
            onMove={(by) => onChange(moveRow(rows, row.id, by))}
            onRemove={() => remove(row.id)}
          />
        ))}
      </ol>
      {rows.length === 0 && <p className={form.note}>No header of your own.</p>}
      <ProblemNote
        id="resend-headers-problem"
        problem={problems.find(({ field, rowId }) => field === 'headers' && rowId === undefined)}
      />
      <p className={form.note}>
        {hasMade && 'The timestamp and signature headers are made fresh when it is sent. '}
        Host, Connection and Content-Length are written by the connection.
      </p>
    </section>
  );
}

interface HeaderLineProps {
  row: HeaderRow;
  place: number;
  isFirst: boolean;
  isLast: boolean;
  isMade: boolean;
  problem: DraftProblem | undefined;
  onChange(change: Partial<Pick<HeaderRow, 'name' | 'value'>>): void;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

function HeaderLine({ row, place, isFirst, isLast, isMade, problem, onChange, onMove, onRemove }: HeaderLineProps) {
  const problemId = `resend-header-${row.id}-problem`;
  const isWrong = (part: DraftProblem['part']) => problem?.part === part;
  return (
    <li className={classes.row} data-made={isMade || undefined}>
      <div className={classes.line}>
        <Described by={isWrong('name') ? problemId : undefined}>
          <Input
            size="xs"
            aria-label={`Name of header ${place}`}
            placeholder="Name"
            spellCheck={false}
            autoComplete="off"
            value={row.name}
            error={isWrong('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        </Described>
        <Described by={isWrong('value') ? problemId : undefined}>
          <Input
            className={classes.value}
            size="xs"
            aria-label={`Value of header ${place}`}
            title={isMade ? 'Made fresh when it is sent' : undefined}
            placeholder="Value"
            spellCheck={false}
            autoComplete="off"
            value={row.value}
            readOnly={isMade}
            error={isWrong('value')}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
        </Described>
        <span className={classes.actions}>
          <UnstyledButton
            className={classes.action}
            aria-label={`Move header ${place} up`}
            title="Move up"
            aria-disabled={isFirst}
            onClick={() => onMove(-1)}
          >
            ↑
          </UnstyledButton>
          <UnstyledButton
            className={classes.action}
            aria-label={`Move header ${place} down`}
            title="Move down"
            aria-disabled={isLast}
            onClick={() => onMove(1)}
          >
            ↓
          </UnstyledButton>
          <UnstyledButton className={classes.action} aria-label={`Remove header ${place}`} title="Remove" onClick={onRemove}>
            ✕
          </UnstyledButton>
        </span>
      </div>
      <ProblemNote id={problemId} problem={problem} />
    </li>
  );
}
