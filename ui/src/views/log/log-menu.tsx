import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCommands } from '../../keys/commands.js';
import { PopoverMenu } from '../common/popover-menu.js';
import { useStage } from '../stage-context.js';
import { downloadLog } from './download-log.js';
import classes from './log-menu.module.css';
import type { SavedLogDoor } from './use-saved-log.js';

interface LogMenuProps {
  door: SavedLogDoor;
  authHeaders: Record<string, string>;
}

/** The log as a file: saved from the stage, and opened again to be read. */
export function LogMenu({ door, authHeaders }: LogMenuProps) {
  const { isReadOnly } = useStage();
  const inputRef = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (task: () => Promise<string | null>) => setProblem(await task());
  const exportLog = () => run(() => downloadLog(authHeaders));
  const choose = () => inputRef.current?.click();

  useCommands([
    ...(isReadOnly
      ? [
          {
            id: 'live-stage',
            title: 'Go back to the live stage',
            group: 'Log',
            inMenu: 'Back to the live stage',
            run: door.close,
          },
        ]
      : [
          {
            id: 'export',
            title: 'Export the log to a file',
            group: 'Log',
            inMenu: 'Export the log',
            run: () => void exportLog(),
          },
        ]),
    { id: 'open-log', title: 'Open a saved log', group: 'Log', inMenu: 'Open a saved log', run: choose },
  ]);

  return (
    <div className={classes.log}>
      {isReadOnly && (
        <Button variant="default" size="compact-sm" onClick={door.close}>
          Back to the live stage
        </Button>
      )}
      <div className={classes.menu}>
        <PopoverMenu label="Log">
          {(close) => (
            <div className={classes.choices}>
              {!isReadOnly && (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => {
                    close();
                    void exportLog();
                  }}
                >
                  Export the log
                </Button>
              )}
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  close();
                  choose();
                }}
              >
                Open a saved log
              </Button>
              <p className={classes.hint}>One file with every record, secrets masked. It opens here again, read-only.</p>
            </div>
          )}
        </PopoverMenu>
      </div>
      {/* Outside of the menu: choosing a file takes the focus away, which closes it. */}
      <input
        ref={inputRef}
        type="file"
        accept=".jsonl,.ndjson,application/x-ndjson"
        className="visually-hidden"
        aria-label="Saved log"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) void run(() => door.open(file));
        }}
      />
      {problem !== null && (
        <span className={classes.problem} role="alert">
          {problem}
          <Button variant="subtle" size="compact-xs" onClick={() => setProblem(null)}>
            OK
          </Button>
        </span>
      )}
    </div>
  );
}
