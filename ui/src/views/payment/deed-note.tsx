import { CloseButton } from '@mantine/core';
import { showUnseen } from '../../format/text.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './deed-note.module.css';
import type { DeedNote as Note } from './use-deeds.js';

/** What became of it, where it was asked for; announced, and kept until it is put away or something else is done. */
export function DeedNote({ note, place, onClose }: { note: Note | null; place: string; onClose(): void }) {
  return (
    <div className={classes.slot} role="status">
      {note && note.place === place && (
        <div className={classes.note} data-kind={note.kind}>
          <div className={classes.words}>
            {note.kind === 'failed' ? (
              <>
                <strong>{showUnseen(note.failure.message)}</strong>
                {note.failure.hint !== null && <span> {showUnseen(note.failure.hint)}</span>}
              </>
            ) : (
              <>
                {showUnseen(note.text)}
                {note.location !== undefined && (
                  <span className={classes.location}>
                    The browser goes to <code>{showUnseen(note.location)}</code>
                    <CopyButton text={note.location} subject="address of the redirect" />
                  </span>
                )}
              </>
            )}
          </div>
          <CloseButton size="xs" aria-label="Dismiss this note" onClick={onClose} />
        </div>
      )}
    </div>
  );
}
