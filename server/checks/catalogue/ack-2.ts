import { latencyAdvice } from '../advice/acknowledging.js';
import type { Check } from '../check.js';
import { findNoObstacle } from './obstacles.js';
import { sendGenuine } from './send-genuine.js';

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
    const events = await sendGenuine(exam);
    const sorted = events.toSorted((one, other) => one.latencyMs - other.latencyMs);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1]?.latencyMs ?? 0;
    const silent = events.filter(({ status }) => status === null);
    const evidence = sorted.slice(-5).map(({ name, seq, latencyMs, code }) => ({
      name,
      seq,
      expected: `answered within ${FAST_MS} ms`,
      seen: `${Math.round(latencyMs)} ms${code === 'timeout' ? ', no answer' : ''}`,
      isMet: latencyMs <= FAST_MS,
    }));
    const measured = `95 % of ${events.length} valid events were answered within ${Math.round(p95)} ms`;
    if (silent.length > 0) {
      return {
        verdict: 'fail',
        sentence: `${silent.length} of ${events.length} valid events got no answer (${silent[0]?.code}).`,
        evidence,
      };
    }
    if (p95 <= FAST_MS) return { verdict: 'pass', sentence: `${measured}.`, evidence };
    const isSlow = p95 > BEARABLE_MS;
    return {
      verdict: isSlow ? 'fail' : 'warn',
      sentence: `${measured}; more than ${isSlow ? BEARABLE_MS : FAST_MS} ms is too slow: acknowledge first, work afterwards.`,
      evidence,
    };
  },
};
