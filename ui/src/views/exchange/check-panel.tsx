import type { ExplanationView } from '../../../../server/http/control/provider-replies.js';
import { locateParts, type Part, type Piece } from '../../exchange/locate-parts.js';
import { showUnseen } from '../../format/text.js';
import type { Verdict } from '../../format/verdict.js';
import { EvidenceBadge } from '../accounts/evidence-badge.js';
import { CopyButton } from '../common/copy-button.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './check-panel.module.css';
import page from './exchange-view.module.css';

const results: Record<ExplanationView['result'], Verdict> = {
  match: { text: 'matches', tone: 'good' },
  mismatch: { text: 'does not match', tone: 'bad' },
  unsigned: { text: 'not signed', tone: 'warn' },
};

interface CheckPanelProps {
  explanation: ExplanationView;
  /** The body that was sent, where it is a text and known here. */
  body: string | undefined;
}

/** The check that the app has to make, step by step with the values of this very request. */
export function CheckPanel({ explanation: { result, sentence, steps }, body = '' }: CheckPanelProps) {
  return (
    <section className={classes.panel} data-result={result} aria-labelledby="check-heading">
      <div className={classes.head}>
        <h3 id="check-heading" className={page.heading}>
          The check, step by step
        </h3>
        <VerdictBadge verdict={results[result]} />
      </div>
      <p className={classes.sentence}>{showUnseen(sentence)}</p>
      <ol className={classes.steps}>
        {steps.map(({ title, text, value, evidence, source }, index) => (
          <li key={title} className={classes.step}>
            <div className={classes.title}>
              <strong>{showUnseen(title)}</strong>
              <EvidenceBadge evidence={evidence} source={source} />
            </div>
            <p className={classes.text}>{showUnseen(text)}</p>
            {value !== undefined && (
              <StepValue title={title} value={value} parts={locateParts(value, listPieces(steps.slice(0, index), body))} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepValue({ title, value, parts }: { title: string; value: string; parts: Part[] | null }) {
  return (
    <>
      <div className={classes.valueLine}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value scrolls, and must do so by keyboard */}
        <section className={classes.value} tabIndex={0} aria-label={title}>
          <pre className={classes.bytes}>
            {parts
              ? parts.map(({ text, firstByte }) => (
                  <span key={firstByte} className={classes.part}>
                    {showUnseen(text)}
                  </span>
                ))
              : showUnseen(value)}
          </pre>
        </section>
        <CopyButton text={value} subject={title.toLowerCase()} />
      </div>
      {parts && (
        <ul className={classes.parts} aria-label={`Bytes of ${title.toLowerCase()}`}>
          {parts.map(({ title: name, firstByte, lastByte }) => (
            <li key={firstByte}>
              Bytes {firstByte} to {lastByte}: {showUnseen(name)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What a later step may be put together from. */
function listPieces(steps: ExplanationView['steps'], body: string): Piece[] {
  return [{ title: 'Body, as sent', text: body }, ...steps.map(({ title, value = '' }) => ({ title, text: value }))];
}
