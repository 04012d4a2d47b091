import { setTimeout } from 'node:timers/promises';
import type { ControlClient } from '../../client/control-client.js';
import type { Judgement } from '../../judge/judgement.js';

/** An app that is asked by a probe says nothing by itself, real ms. */
const ASK_AGAIN_MS = 50;
const MAX_ASK_AGAIN_MS = 500;

/**
 * Judges again and again until everything is met or the time is over: after each new record, and now and then for what no record tells. A
 * judgement that cannot be made yet counts as not met until the time is over; then its reason is thrown.
 */
export async function keepJudging(
  judge: () => Promise<Judgement[]>,
  withinMs: number,
  client: ControlClient,
): Promise<Judgement[]> {
  const endsAtMs = performance.now() + withinMs;
  let pauseMs = ASK_AGAIN_MS;
  for (;;) {
    const { newestSeq } = await client.get<{ newestSeq: number }>('/records?after=9007199254740990&limit=1');
    const leftMs = endsAtMs - performance.now();
    try {
      const judgements = await judge();
      if (leftMs <= 0 || judgements.every(({ isMet }) => isMet)) return judgements;
    } catch (error) {
      if (leftMs <= 0) throw error;
    }
    await Promise.race([
      setTimeout(Math.min(pauseMs, Math.max(1, leftMs))),
      client
        .get(`/records?after=${newestSeq}&limit=1&waitMs=${Math.ceil(Math.min(pauseMs, Math.max(1, leftMs)))}`)
        .catch(() => {}),
    ]);
    pauseMs = Math.min(MAX_ASK_AGAIN_MS, pauseMs * 2);
  }
}
