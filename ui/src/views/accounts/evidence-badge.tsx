import classes from './evidence-badge.module.css';

type Evidence = 'documented' | 'inferred' | 'assumed';

const meanings: Record<Evidence, string> = {
  documented: "stands on the provider's own pages",
  inferred: "concluded from the provider's samples",
  assumed: 'our own choice',
};

/** How sure we are of an emulated behaviour, and where it comes from. */
export function EvidenceBadge({ evidence, source }: { evidence: Evidence; source: string }) {
  return (
    <span className={classes.evidence}>
      <span className={classes.badge} data-evidence={evidence} title={meanings[evidence]}>
        {evidence}
      </span>
      <span className={classes.source}>{source}</span>
    </span>
  );
}
