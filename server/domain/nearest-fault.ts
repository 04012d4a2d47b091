import { type FaultName, faultNames } from './fault-kinds.js';
import { nearestName } from './nearest.js';

/** What people call a fault that has another name here. */
const OTHER_WORDS: Readonly<Record<string, FaultName>> = {
  double: 'duplicate',
  twice: 'duplicate',
  replay: 'stale-timestamp',
  drop: 'dropped',
  lost: 'dropped',
  loss: 'dropped',
  reorder: 'out-of-order',
  swapped: 'out-of-order',
  delay: 'delayed',
  slow: 'slow-transfer',
  timeout: 'ack-lost',
  signature: 'wrong-secret',
  forged: 'wrong-secret',
  unsigned: 'missing-header',
  corrupt: 'malformed-body',
  garbage: 'malformed-body',
  tamper: 'tampered-body',
  truncate: 'truncated-body',
  reset: 'cut-transfer',
  disconnect: 'cut-transfer',
  error: 'api-error',
  '500': 'api-error',
  '503': 'api-error',
  '429': 'api-rate-limit',
};

/** The fault that a word which is none of them most likely meant. */
export function nearestFault(wrong: string): FaultName | undefined {
  const folded = wrong.toLowerCase().replaceAll('_', '-');
  const word = [folded, ...folded.split('-')].find((part) => Object.hasOwn(OTHER_WORDS, part));
  const near = nearestName(folded, faultNames) as FaultName | undefined;
  return near ?? (word === undefined ? undefined : OTHER_WORDS[word]);
}
