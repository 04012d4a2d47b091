import { CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Command } from '../../keys/command.js';
import { formatKey } from '../../keys/format-key.js';
import { useStage } from '../stage-context.js';
import classes from './palette.module.css';

interface KeyHelpProps {
  commands: readonly Command[];
  onClose(): void;
}

/** Every key that does something now. */
export function KeyHelp({ commands, onClose }: KeyHelpProps) {
  const { isReadOnly } = useStage();
  const dialogRef = useRef<HTMLDialogElement>(null);
  useEffect(() => dialogRef.current?.showModal(), []);
  const withKeys = commands.filter(({ keys }) => keys && keys.length > 0);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <dialog ref={dialogRef} className={classes.dialog} aria-label="Keys" onClose={onClose}>
      <div className={classes.head}>
        <h2 className={classes.heading}>Keys</h2>
        <CloseButton aria-label="Close the list of keys" onClick={() => dialogRef.current?.close()} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard */}
      <div className={classes.groups} tabIndex={0}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className={classes.groupHeading}>{group}</h3>
            <dl className={classes.keys}>
              {withKeys
                .filter((command) => command.group === group)
                .map(({ id, title, keys }) => (
                  <div key={id} className={classes.row}>
                    <dt>
                      {keys?.map((key) => (
                        <kbd key={key} className={classes.key}>
                          {formatKey(key)}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{title}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {/* A saved log sends nothing. */}
        {!isReadOnly && (
          <section aria-label="Send again">
            <h3 className={classes.groupHeading}>Two ways to send a delivery again</h3>
            <p className={classes.explanation}>
              <strong>Redeliver</strong> makes one more attempt of it, as the provider would: the same bytes, signed afresh, and
              the answer counts. <strong>Edit and resend</strong> opens the editor, where you change something first; a resend
              tells something about your app and leaves the delivery as it was.
            </p>
          </section>
        )}
      </div>
    </dialog>
  );
}
