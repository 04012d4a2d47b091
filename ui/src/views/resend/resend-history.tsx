import { UnstyledButton } from '@mantine/core';
import type { ResendSigning } from '../../../../server/protocol/records.js';
import { readOwn } from '../../../../server/reading/read-own.js';
import { formatTime } from '../../format/dates.js';
import { describeVerdict } from '../../format/verdict.js';
import type { SentRecord } from '../../resend/source.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './resend-history.module.css';

interface ResendHistoryProps {
  /** Oldest first. */
  resends: readonly SentRecord[];
  chosen: SentRecord | null;
  onChoose(record: SentRecord): void;
  onPutBack(record: SentRecord): void;
}

const signingNames: Record<ResendSigning, string> = {
  fresh: 'signed again',
  kept: 'old signature',
  other_key: 'other key',
};

/** Every resend of this delivery, newest first: to look at its answer again, or to go on from what it sent. */
export function ResendHistory({ resends, chosen, onChoose, onPutBack }: ResendHistoryProps) {
  if (resends.length === 0) return null;
  return (
    <section className={classes.history} aria-label="Resends so far">
      <h3 className={classes.heading}>Resends so far</h3>
      <ol className={classes.list} reversed>
        {resends
          .map((record, index) => {
            const verdict = describeVerdict(record);
            return (
              <li key={record.seq} className={classes.entry}>
                <UnstyledButton
                  className={classes.choose}
                  aria-pressed={record.seq === chosen?.seq}
                  onClick={() => onChoose(record)}
                >
                  <span className={classes.place}>Resend {index + 1}</span>
                  <time className={classes.time} dateTime={record.at}>
                    {formatTime(record.at)}
                  </time>
                  <span className={classes.signing}>{'signing' in record && (readOwn(signingNames, record.signing) ?? '')}</span>
                  {verdict && <VerdictBadge verdict={verdict} />}
                </UnstyledButton>
                <UnstyledButton
                  className={classes.back}
                  aria-label={`Put back into the editor: resend ${index + 1}`}
                  onClick={() => onPutBack(record)}
                >
                  Put back
                </UnstyledButton>
              </li>
            );
          })
          .reverse()}
      </ol>
    </section>
  );
}
