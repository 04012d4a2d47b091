import { TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Command, searchCommands } from '../../keys/command.js';
import { formatKey } from '../../keys/format-key.js';
import classes from './palette.module.css';

interface PaletteProps {
  commands: readonly Command[];
  /** What is in the field when it opens. */
  typedBefore: string;
  /** What can be found only by typing. */
  findMore(typed: string): readonly Command[];
  onClose(): void;
}

/** Everything that can be done now, found by typing. */
export function Palette({ commands, typedBefore, findMore, onClose }: PaletteProps) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const pressedOn = useRef<EventTarget | null>(null);
  const [typed, setTyped] = useState(typedBefore);
  const [chosen, setChosen] = useState(0);
  const offered = commands.filter(({ isKeyOnly }) => !isKeyOnly);
  const found = [...searchCommands(offered, typed), ...findMore(typed)];
  const current = Math.min(chosen, found.length - 1);

  useEffect(() => dialogRef.current?.showModal(), []);
  useEffect(() => {
    dialogRef.current?.querySelector(`#palette-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    dialogRef.current?.close();
    command.run();
  };
  const steer = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen((current + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((current - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[current]);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the box closes it, as Escape does
    <dialog
      ref={dialogRef}
      className={classes.dialog}
      aria-label="Commands"
      onClose={onClose}
      onPointerDown={(press) => {
        pressedOn.current = press.target;
      }}
      onClick={(click) => {
        // A text that is selected with the mouse may end beside the box; that is no press there.
        if (click.target === dialogRef.current && pressedOn.current === dialogRef.current) dialogRef.current.close();
      }}
    >
      <TextInput
        className={classes.input}
        aria-label="Find a command"
        placeholder="What do you want to do?"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] ? `palette-${current}` : undefined}
        value={typed}
        data-autofocus
        onChange={(change) => {
          setTyped(change.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={steer}
      />
      <div id="palette-list" className={classes.list} role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <UnstyledButton
            key={command.id}
            id={`palette-${index}`}
            className={classes.command}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => run(command)}
          >
            <span className={classes.group}>{command.group}</span>
            <span className={classes.title}>{command.title}</span>
            {command.keys?.map((key) => (
              <kbd key={key} className={classes.key}>
                {formatKey(key)}
              </kbd>
            ))}
          </UnstyledButton>
        ))}
        {found.length === 0 && <p className={classes.empty}>Nothing by that name can be done here.</p>}
      </div>
    </dialog>
  );
}
