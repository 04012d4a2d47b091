import { setTimeout } from 'node:timers/promises';
import { sayDuration } from '../../domain/duration.js';
import type { Judgement } from '../../judge/judgement.js';
import type { Expectation, ExpectStep } from '../format/scenario.js';
import { isTooLate } from './is-too-late.js';
import { judgeExpectations } from './judge-expectation.js';
import { FIRST_ASK_MS, keepJudging } from './keep-judging.js';
import type { Scope } from './scope.js';

/**
 * Waits until everything is met, and then for the settle time of the step: an app that answers first and works afterwards has done too much
 * only later. What such work can undo is judged once more, and that counts. In a lane whose clock stands this is real time, too: no record
 * is written, and nothing else is played meanwhile.
 * @param looksOnce judges once in place of waiting until it is met.
 * @throws HarnessError `probe_failed`, `no_payment`.
 */
export async function meetExpectations(step: ExpectStep, scope: Scope, looksOnce: boolean): Promise<Judgement[]> {
  const met = await keepJudging(
    (leftMs) => judgeExpectations(step.expectations, scope, leftMs),
    looksOnce ? 0 : step.withinMs,
    scope.lane.control,
    () => isTooLate(step.expectations, scope),
  );
  const lasting = step.expectations.filter(hasToLast);
  if (lasting.length === 0 || step.settleMs === 0 || !met.every(({ isMet }) => isMet)) return met;
  await setTimeout(step.settleMs);
  const later = await judgeExpectations(lasting, scope, Math.max(FIRST_ASK_MS, step.withinMs));
  return met.map((before) => {
    const undone = later.find(({ expected, isMet }) => expected === before.expected && !isMet);
    return undone ? { ...undone, seen: `${undone.seen}; ${sayDuration(step.settleMs)} before it was as expected` } : before;
  });
}

/** What can be true too early: once too much has happened, nothing mends it. What is pending, and a status, pass by themselves. */
function hasToLast(expectation: Expectation): boolean {
  switch (expectation.type) {
    case 'acted':
    case 'probe':
    case 'refused':
      return true;
    case 'records':
      return expectation.count !== null;
    default:
      return false;
  }
}
