import type { CheckEvidence } from '../../protocol/check-records.js';
import type { Finding } from '../check.js';
import { type Sent, sayAnswer } from '../exam/sent.js';

export interface Copies {
  /** How often the app acted; null: nobody can see it. */
  acts: number | null;
  /** A copy that was not answered as it should be. */
  odd: Sent | undefined;
  evidence: CheckEvidence[];
  /** After "acted once". */
  addition?: string;
}

/** What becomes of an event that came several times: one effect, and each copy acknowledged. @param told what the app was sent, as the beginning of a sentence. */
export function judgeOnce(told: string, { acts, odd, evidence, addition = '' }: Copies): Finding {
  if (acts === null) {
    const sentence = `${told}; how often it acted cannot be seen without --probe.`;
    return { verdict: 'inconclusive', sentence, evidence };
  }
  if (acts !== 1) return { verdict: 'fail', sentence: `${told}, and acted ${acts} times.`, evidence };
  if (odd) {
    const sentence = `The app acted once, but answered ${sayAnswer(odd)} to ${odd.name}: it is sent until it is acknowledged.`;
    return { verdict: 'warn', sentence, evidence };
  }
  return { verdict: 'pass', sentence: `${told} and acted once${addition}.`, evidence };
}
