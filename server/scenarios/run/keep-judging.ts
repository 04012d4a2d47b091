import { setTimeout } from 'node:timers/promises';
import type { ControlClient } from '../../client/control-client.js';
import type { Judgement } from '../../judge/judgement.js';

/** An app that is asked by a probe says nothing by itself, real ms. */
const ASK_AGAIN_MS = 50;
const MAX_ASK_AGAIN_MS = 500;
/** What an app has for its first answer at least, real ms. */
export const FIRST_ASK_MS = 1_000;
/** In less nothing can be asked any more, real ms. */
const TOO_SHORT_MS = 50;

/**
 * Judges again and again until everything is met or the time is over: after each new record, and now and then for what no record tells. A
 * judgement that cannot be made yet counts as not met until the time is over; then its reason is thrown.
 * @param judge gets the real ms that are left for it.
 * @param isLost true when what is not met can never be any more: then it ends before its time.
 */
export async function keepJudging(
  judge: (leftMs: number) => Promise<Judgement[]>,
  withinMs: number,
  client: ControlClient,
  isLost: () => Promise<boolean>,
): Promise<Judgement[]> {
  const endsAtMs = performance.now() + withinMs;
  let pauseMs = ASK_AGAIN_MS;
  let last: Judgement[] | null = null;
  for (;;) {
    const { newestSeq } = await client.get<{ newestSeq: number }>('/records?after=9007199254740990&limit=1');
    const leftForItMs = Math.max(1, endsAtMs - performance.now());
    // The shortest of limits says nothing about an app that was never heard.
    const givenMs = last === null ? Math.max(FIRST_ASK_MS, leftForItMs) : leftForItMs;
    let failure: { error: unknown } | null = null;
    try {
      last = await judge(givenMs);
      if (last.every(({ isMet }) => isMet) || (await isLost())) return last;
    } catch (error) {
      // Cut short by the end, it says less than what was seen before.
      if (last === null || givenMs > MAX_ASK_AGAIN_MS) last = null;
      failure = { error };
    }
    const leftMs = endsAtMs - performance.now();
    if (leftMs <= TOO_SHORT_MS) {
      if (last !== null) return last;
      throw failure?.error;
    }
    const restMs = Math.ceil(Math.min(pauseMs, leftMs - TOO_SHORT_MS));
    await Promise.race([setTimeout(restMs), client.get(`/records?after=${newestSeq}&limit=1&waitMs=${restMs}`).catch(() => {})]);
    pauseMs = Math.min(MAX_ASK_AGAIN_MS, pauseMs * 2);
  }
}
