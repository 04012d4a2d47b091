import type { CheckVerdict } from '../../server/protocol/check-records.js';

export interface MatrixRow {
  name: string;
  provider: string;
  /** The check that is to find it. */
  check: string;
  verdicts: Readonly<Record<string, CheckVerdict>>;
}

const SIGNS: Record<CheckVerdict, string> = {
  pass: '·',
  warn: 'warn',
  fail: 'FAIL',
  info: 'info',
  inconclusive: '?',
  skipped: '',
};

/** The matrix of checks and broken receivers as a page. */
export function formatMatrix(ids: readonly string[], rows: readonly MatrixRow[]): string {
  const lines = rows.map(({ name, provider, check, verdicts }) => {
    const cells = ids.map((id) => {
      const verdict = verdicts[id];
      const sign = verdict === undefined ? '' : SIGNS[verdict];
      return id === check ? `**${sign}**` : sign;
    });
    return `| ${[`${name} (${provider})`, ...cells].join(' | ')} |`;
  });
  return [
    '# Checks and broken receivers',
    '',
    'Each row is a receiver of [fixtures/receivers/broken](../fixtures/receivers/broken) with one mistake; each column a [check](checks.md). Bold is the check that has to find it. A dot is a pass, an empty cell was not run',
    'or is not about this provider. Written by `npm run check-matrix`; the tests judge every receiver again.',
    '',
    `| Receiver | ${ids.join(' | ')} |`,
    `| --- | ${ids.map(() => '---').join(' | ')} |`,
    ...lines,
    '',
  ].join('\n');
}
