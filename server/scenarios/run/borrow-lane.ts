import type { Lane } from '../../client/lane.js';
import { HarnessError } from '../../domain/errors.js';
import { DEFAULT_LANE } from '../../domain/lane.js';
import type { ClockView } from '../../http/control/replies.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Scope } from './scope.js';

/** Further from the machine's clock than this was done on purpose, ms. */
const DRIFT_MS = 2_000;

/**
 * Makes settings count in the lane until it is left; nothing of them is stored, so an end in the middle leaves nothing to put back.
 * @throws HarnessError `invalid_setting`; `check_running` (409).
 */
export async function borrowAccounts(lane: Lane, wanted: Readonly<Record<string, JsonObject>>): Promise<void> {
  // Of a run that was killed.
  await giveBack(lane);
  for (const [provider, settings] of Object.entries(wanted))
    await lane.control.post(`/accounts/${encodeURIComponent(provider)}/lend`, { settings });
}

/**
 * Ends what a scenario has begun: faults, holds, visits; in a lane that others use also the webhooks that its payments would still send, what it
 * has borrowed, new keys, and a clock that it has moved. Does all it can. @throws the first error.
 */
export async function leaveLane({ lane, openVisits, startSeq }: Scope, clockBefore: ClockView): Promise<void> {
  // A lane of its own is disposed of anyway.
  const isShared = lane.name === DEFAULT_LANE;
  await doAll([
    // What a person would miss comes first: somebody who stops the run does not wait for the rest.
    ...(isShared ? [() => giveBack(lane), () => restoreKeys(lane, startSeq), () => dropDeliveries(lane, startSeq)] : []),
    () => lane.faults.clear(),
    () => lane.holds.clear(),
    () => lane.holds.release(),
    ...(isShared ? [() => restoreClock(lane, clockBefore)] : []),
    () => Promise.allSettled(openVisits.splice(0)),
  ]);
}

async function doAll(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const part of parts) {
    try {
      await part();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function giveBack({ control }: Lane): Promise<void> {
  await control.post('/accounts/give-back');
}

/** Nobody waits for the rest of its payments: attempts would come among those of the next scenario, and meet its faults. */
async function dropDeliveries(lane: Lane, startSeq: number): Promise<void> {
  for (const record of await lane.records({ types: ['payment.created'], after: startSeq })) {
    if (record.type !== 'payment.created') continue;
    await lane.control.post(`/payments/${encodeURIComponent(record.paymentId)}/drop`, { tried: true }).catch(ignoreGone);
  }
}

/** It was forgotten meanwhile: by a reset, or because there are too many. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof HarnessError) || error.code !== 'unknown_payment') throw error;
}

/** The app and the next scenario know the keys from before. */
async function restoreKeys(lane: Lane, startSeq: number): Promise<void> {
  const changes = await lane.records({ types: ['account.changed'], after: startSeq });
  for (const change of changes) {
    if (change.type !== 'account.changed') continue;
    for (const key of change.rotatedKeys)
      await lane.control.post(`/accounts/${change.provider}/keys/${key}/rotate`, {
        value: lane.keys(change.provider)[key],
      });
  }
}

/** Real time again where it was; a clock that somebody had moved before stays moved, by at least as much, and gets its speed back. */
async function restoreClock({ clock }: Lane, before: ClockView): Promise<void> {
  const { speed, aheadMs } = await clock.read();
  const wasReal = before.speed === 1 && before.aheadMs !== null && Math.abs(before.aheadMs) < DRIFT_MS;
  if (wasReal && (speed !== 1 || (aheadMs !== null && Math.abs(aheadMs) >= DRIFT_MS))) await clock.returnToRealTime();
  else if (speed !== before.speed) await clock.setSpeed(before.speed);
}
