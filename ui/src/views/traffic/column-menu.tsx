import { Button, Checkbox } from '@mantine/core';
import { columns as allColumns, type Column, readColumns, toggleColumn } from '../../columns/columns.js';
import { PopoverMenu } from '../common/popover-menu.js';
import classes from './column-menu.module.css';

export interface ColumnMenuProps {
  columns: readonly Column[];
  onColumns(columns: readonly Column[]): void;
}

const command = { id: 'columns', title: 'Choose the columns', group: 'List', inMenu: 'Columns' };

/** Which columns the list has. */
export function ColumnMenu({ columns, onColumns }: ColumnMenuProps) {
  return (
    <div className={classes.menu}>
      <PopoverMenu label="Columns" command={command}>
        {() => (
          <fieldset className={classes.choices}>
            <legend className="visually-hidden">Columns</legend>
            {allColumns
              .filter(({ id }) => id !== 'sentence')
              .map(({ id, label }) => (
                <Checkbox
                  key={id}
                  size="xs"
                  label={label}
                  checked={columns.some((column) => column.id === id)}
                  onChange={() => onColumns(toggleColumn(columns, id))}
                />
              ))}
            <Button variant="default" size="compact-xs" onClick={() => onColumns(readColumns(''))}>
              As they were
            </Button>
          </fieldset>
        )}
      </PopoverMenu>
    </div>
  );
}
