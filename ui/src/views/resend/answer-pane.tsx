import { formatTime } from '../../format/dates.js';
import { showUnseen, startSentence } from '../../format/text.js';
import { describeVerdict } from '../../format/verdict.js';
import type { ComparedAnswer } from '../../resend/compare-answers.js';
import type { ComparedLine } from '../../resend/diff-lines.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './answer-pane.module.css';

/** More would make the page slow; the exchange shows the whole of it. */
const MAX_LINES = 400;

/** One of two answers; what the other one does not have is marked. */
export function AnswerPane({ title, answer }: { title: string; answer: ComparedAnswer }) {
  const { record, status, latency, headers, body, bodyLabel } = answer;
  const verdict = describeVerdict(record);
  return (
    <section className={classes.answer} aria-label={title}>
      <h3 className={classes.title}>
        {title} <time dateTime={record.at}>{formatTime(record.at)}</time>
      </h3>
      <p className={classes.status}>
        {status.isOwn ? <mark className={classes.mark}>{status.text}</mark> : status.text}
        <span className={classes.latency}>{latency}</span>
        {verdict && <VerdictBadge verdict={verdict} />}
      </p>
      <p className={classes.sentence}>{showUnseen(startSentence(record.sentence))}</p>
      {headers.length > 0 && <Lines label="Headers" lines={headers} />}
      {body ? (
        <Lines label={`Body, ${bodyLabel ?? ''}`} lines={body} />
      ) : (
        <p className={classes.empty}>{record.response ? 'No body' : 'Nothing was answered.'}</p>
      )}
    </section>
  );
}

function Lines({ label, lines }: { label: string; lines: readonly ComparedLine[] }) {
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{label}</figcaption>
      <ul className={classes.lines}>
        {lines.slice(0, MAX_LINES).map(({ text, isOwn }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and their order never changes
          <li key={index} className={classes.line}>
            {isOwn ? <mark className={classes.mark}>{showUnseen(text)}</mark> : showUnseen(text)}
          </li>
        ))}
      </ul>
      {lines.length > MAX_LINES && <p className={classes.empty}>{lines.length - MAX_LINES} more lines</p>}
    </figure>
  );
}
