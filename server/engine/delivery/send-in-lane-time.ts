import { setMaxListeners } from 'node:events';
import { EXPIRED } from '../../transport/expired.js';
import { type AttemptToSend, type SendAttemptParts, type SentAttempt, sendAttempt } from '../faults/send-attempt.js';

/**
 * Sends an attempt whose timeout is lane time: where a clock that stands is moved past the timeout, the attempt ends. It ends after as long
 * in real time as well, so that nobody waits for ever where the clock is not moved. Rejects as `sendAttempt`.
 */
export async function sendInLaneTime(attempt: AttemptToSend, parts: SendAttemptParts): Promise<SentAttempt> {
  const { job, lane, cut } = attempt;
  // While the clock runs the attempt has a timer of its own, and a second signal would cost as much as signing.
  if (lane.clock.speed > 0) return await sendAttempt(attempt, parts);
  const expired = new AbortController();
  const end = lane.unanswered.begin(job.delivery.endpoint, job.rule.attemptTimeoutMs, () => expired.abort(EXPIRED));
  let isTimeout = false;
  try {
    const either = AbortSignal.any([cut, expired.signal]);
    // As many listeners as copies of the attempt, which is no leak.
    setMaxListeners(0, either);
    const sent = await sendAttempt({ ...attempt, cut: either }, parts);
    // An answer that a fault lost was an answer.
    isTimeout = sent.reply.kind === 'failed' && sent.reply.code === 'timeout' && sent.exchange.response === undefined;
    return sent;
  } finally {
    end(isTimeout);
  }
}
