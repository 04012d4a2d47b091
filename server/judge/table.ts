import type { Judgement } from './judgement.js';

/** The rows that were not met, as text of three columns that line up, without colours. */
export function formatJudgements(judgements: readonly Judgement[]): string {
  return judgements
    .map(({ isMet, expected, seen, nearest }) =>
      [
        `${isMet ? 'met     ' : 'expected'}  ${expected}`,
        `seen      ${seen}`,
        ...(nearest === null ? [] : [`nearest   #${nearest.seq} ${nearest.type}: ${nearest.sentence}`]),
      ].join('\n'),
    )
    .join('\n\n');
}
