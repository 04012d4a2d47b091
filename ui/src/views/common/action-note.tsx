import { CloseButton } from '@mantine/core';
import { showUnseen } from '../../format/text.js';
import type { Note } from '../use-redeliver.js';
import classes from './action-note.module.css';

/** The outcome of something done by key or palette, where it was done. */
export function ActionNote({ note, onClose }: { note: Note; onClose(): void }) {
  if (note === null) return null;
  const text = note.kind === 'failed' ? [note.failure.message, note.failure.hint ?? ''].join(' ') : note.text;
  return (
    <p className={classes.note} data-kind={note.kind} role="status">
      <span>{showUnseen(text)}</span>
      <CloseButton size="xs" aria-label="Dismiss this note" onClick={onClose} />
    </p>
  );
}
