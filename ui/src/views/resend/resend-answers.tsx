import type { Ref } from 'react';
import { compareAnswers, tellDifference } from '../../resend/compare-answers.js';
import type { SentRecord } from '../../resend/source.js';
import { AnswerPane } from './answer-pane.js';
import classes from './resend-answers.module.css';
import { ResendHistory } from './resend-history.js';

interface ResendAnswersProps {
  ref: Ref<HTMLElement>;
  original: SentRecord;
  /** Oldest first. */
  resends: readonly SentRecord[];
  /** The one to look at. */
  chosen: SentRecord | null;
  onChoose(record: SentRecord): void;
  onPutBack(record: SentRecord): void;
}

/** What was answered the first time and what is answered now, next to each other, and everything tried so far. */
export function ResendAnswers({ ref, original, resends, chosen, onChoose, onPutBack }: ResendAnswersProps) {
  const pair = compareAnswers(original, chosen ?? original);
  const place = chosen ? resends.indexOf(chosen) + 1 : 0;
  return (
    <section ref={ref} className={classes.answers} aria-label="Answers">
      <p className={classes.difference} role="status">
        {chosen ? tellDifference(pair) : 'Send it, and the new answer stands beside the first one.'}
      </p>
      <div className={classes.pair}>
        <AnswerPane title={nameOriginal(original)} answer={pair[0]} />
        {chosen && <AnswerPane title={`Resend ${place}`} answer={pair[1]} />}
        {!chosen && <div className={classes.vacant}>No answer yet</div>}
      </div>
      <ResendHistory resends={resends} chosen={chosen} onChoose={onChoose} onPutBack={onPutBack} />
    </section>
  );
}

function nameOriginal(record: SentRecord): string {
  return record.type === 'attempt.finished' ? `Attempt ${record.number}` : 'The earlier resend';
}
