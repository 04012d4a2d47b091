import type { CheckEvidence } from '../../protocol/check-records.js';
import { latencyAdvice } from '../advice/acknowledging.js';
import type { Check } from '../check.js';
import { isBlurred, type Sent, takesAtLeast } from '../exam/sent.js';
import { findNoObstacle } from './obstacles.js';
import { ENOUGH, sendFresh, sendGenuine } from './send-genuine.js';

const FAST_MS = 1_000;
const BEARABLE_MS = 5_000;

export const ack2: Check = {
  id: 'ACK-2',
  title: 'Valid events are acknowledged quickly',
  severity: 'high',
  advice: latencyAdvice,
  findObstacle: findNoObstacle,
  isAlone: true,
  async run(exam) {
    let events = await sendGenuine(exam);
    // Measured anew, and judged by that alone: what held the checks up may be over.
    if (isUnclear(events) && exam.budget.left >= ENOUGH) events = await sendFresh(exam, ENOUGH);
    const p95 = readP95(events, ({ latencyMs }) => latencyMs);
    const sorted = events.toSorted((one, other) => one.latencyMs - other.latencyMs);
    const evidence = sorted.slice(-5).map(tellLatency);
    const silent = events.filter((sent) => sent.status === null && !isBlurred(sent, BEARABLE_MS));
    if (silent.length > 0) {
      return {
        verdict: 'fail',
        sentence: `${silent.length} of ${events.length} valid events got no answer (${silent[0]?.code}).`,
        evidence,
      };
    }
    const measured = `95 % of ${events.length} valid events were answered within ${Math.round(p95)} ms`;
    if (judge(p95) === 'pass') return { verdict: 'pass', sentence: `${measured}.`, evidence };
    const sure = judge(readP95(events, takesAtLeast));
    if (sure === 'pass') {
      return {
        verdict: 'inconclusive',
        sentence: `${measured}, but the checks themselves were held up meanwhile, so it cannot be told how long the app took; run them again when this machine has less to do.`,
        evidence,
      };
    }
    return {
      verdict: sure,
      sentence: `${measured}; more than ${sure === 'fail' ? BEARABLE_MS : FAST_MS} ms is too slow: acknowledge first, work afterwards.`,
      evidence,
    };
  },
};

function judge(ms: number): 'pass' | 'warn' | 'fail' {
  if (ms <= FAST_MS) return 'pass';
  return ms <= BEARABLE_MS ? 'warn' : 'fail';
}

/** The verdict depends on how much of the time is ours. */
function isUnclear(events: readonly Sent[]): boolean {
  return judge(readP95(events, ({ latencyMs }) => latencyMs)) !== judge(readP95(events, takesAtLeast));
}

function readP95(events: readonly Sent[], read: (sent: Sent) => number): number {
  const sorted = events.map(read).toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}

function tellLatency(sent: Sent): CheckEvidence {
  const { name, seq, latencyMs, oursMs, code } = sent;
  const blurred = isBlurred(sent, FAST_MS);
  return {
    name,
    seq,
    expected: `answered within ${FAST_MS} ms`,
    seen: `${Math.round(latencyMs)} ms${code === 'timeout' ? ', no answer' : ''}${blurred ? `, up to ${Math.round(oursMs)} ms of it not the app's` : ''}`,
    isMet: blurred ? null : latencyMs <= FAST_MS,
  };
}
