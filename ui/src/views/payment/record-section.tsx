import { Button } from '@mantine/core';
import { useState } from 'react';
import { showUnseen } from '../../format/text.js';
import { useCommands } from '../../keys/commands.js';
import { copyText } from '../common/copy-text.js';
import { saveFile } from '../common/save-file.js';
import classes from './action-panel.module.css';
import { type MadeRecording, useRecording } from './use-recording.js';

/** The payment as a scenario file, to be kept beside the app's code and played by `paystage run`. */
export function RecordSection({ paymentId }: { paymentId: string }) {
  const { make, failure } = useRecording(paymentId);
  const [done, setDone] = useState<{ text: string; notes: readonly string[] } | null>(null);

  const copy = async () => {
    setDone(null);
    let made: MadeRecording | null = null;
    const problem = await copyText(async () => {
      made = await make();
      if (made === null) throw new Error('There is nothing to copy.');
      return made.text;
    });
    tell(made, problem === null ? 'Scenario copied.' : `Not copied: ${problem} Save it instead.`);
  };
  const save = async () => {
    setDone(null);
    const made = await make();
    if (made !== null) saveFile(`payment-${paymentId}.yaml`, 'application/yaml', made.text);
    tell(made, 'Scenario saved.');
  };
  const tell = (made: MadeRecording | null, text: string) => setDone(made === null ? null : { text, notes: made.notes });
  useCommands([{ id: 'payment-record', title: 'Save as a scenario', group: 'Payment', run: () => void save() }]);

  return (
    <section className={classes.panel} aria-label="Record as scenario">
      <h3 className={classes.title}>Record as scenario</h3>
      <p className={classes.reason}>
        A file for <code>paystage run</code> that plays this payment again and expects the same of your app. Secrets are taken
        out.
      </p>
      <div className={classes.buttons}>
        <Button variant="default" size="compact-sm" onClick={() => void copy()}>
          Copy scenario
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => void save()}>
          Save scenario
        </Button>
      </div>
      <div role="status">
        {done !== null && (
          <>
            <p className={classes.reason}>{done.text}</p>
            {done.notes.map((note) => (
              <p key={note} className={classes.reason}>
                {showUnseen(note)}
              </p>
            ))}
          </>
        )}
      </div>
      {failure && (
        <p className={classes.failure} role="alert">
          <strong>{showUnseen(failure.message)}</strong> {failure.hint !== null && showUnseen(failure.hint)}
        </p>
      )}
    </section>
  );
}
