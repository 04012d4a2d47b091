import type { ExplanationView } from '../../../../server/http/control/provider-replies.js';
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

/** The check that the app has to make, step by step with the values of this very request. */
export function CheckPanel({ explanation: { result, sentence, steps } }: { explanation: ExplanationView }) {
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
        {steps.map(({ title, text, value, evidence, source }) => (
          <li key={title} className={classes.step}>
            <div className={classes.title}>
              <strong>{showUnseen(title)}</strong>
              <EvidenceBadge evidence={evidence} source={source} />
            </div>
            <p className={classes.text}>{showUnseen(text)}</p>
            {value !== undefined && (
              <div className={classes.valueLine}>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value scrolls, and must do so by keyboard */}
                <section className={classes.value} tabIndex={0} aria-label={title}>
                  <pre className={classes.bytes}>{showUnseen(value)}</pre>
                </section>
                <CopyButton text={value} subject={title.toLowerCase()} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
