import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import type { CheckEvidence } from '../../../../server/protocol/check-records.js';
import { formatDuration } from '../../format/dates.js';
import { showUnseen } from '../../format/text.js';
import type { Verdict } from '../../format/verdict.js';
import type { CheckRow } from '../../state/check-runs.js';
import { RecordLink } from '../common/record-link.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { AdvicePanel } from './advice-panel.js';
import classes from './finding-detail.module.css';

interface FindingDetailProps {
  row: CheckRow;
  catalogue: CheckCatalogue | null;
}

/** What a check looked at, and what mends what it found. */
export function FindingDetail({ row: { id, finding }, catalogue }: FindingDetailProps) {
  const known = catalogue?.checks.find((check) => check.id === id);
  const evidence = finding?.evidence ?? [];
  return (
    <div className={classes.detail}>
      {evidence.length > 0 && (
        <section aria-label={`Evidence of ${showUnseen(id)}`}>
          <h3 className={classes.heading}>
            Evidence
            {finding?.tookMs !== undefined && <span className={classes.took}>judged in {formatDuration(finding.tookMs)}</span>}
          </h3>
          <ol className={classes.evidence}>
            {evidence.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same may be sent twice, and the order never changes
              <EvidenceItem key={index} evidence={one} />
            ))}
          </ol>
        </section>
      )}
      {finding !== null && evidence.length === 0 && <p className={classes.text}>Nothing was sent that could be shown.</p>}
      {known && catalogue && <AdvicePanel check={known} documentation={catalogue.documentation} />}
    </div>
  );
}

function EvidenceItem({ evidence: { name, seq, expected, seen, isMet } }: { evidence: CheckEvidence }) {
  return (
    <li className={classes.item}>
      <div className={classes.top}>
        <VerdictBadge verdict={describeMet(isMet)} />
        <strong className={classes.name}>{showUnseen(name)}</strong>
        {typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 && <RecordLink seq={seq} className={classes.link} />}
      </div>
      <dl className={classes.pair}>
        <div>
          <dt>Expected</dt>
          <dd>{showUnseen(expected)}</dd>
        </div>
        <div>
          <dt>Seen</dt>
          <dd>{showUnseen(seen)}</dd>
        </div>
      </dl>
    </li>
  );
}

function describeMet(isMet: boolean | null): Verdict {
  if (isMet === null) return { text: 'not judged', tone: 'plain' };
  return isMet ? { text: 'as expected', tone: 'good' } : { text: 'not as expected', tone: 'bad' };
}
