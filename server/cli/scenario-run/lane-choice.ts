import { HarnessError } from '../../domain/errors.js';
import type { RunOptions } from '../../scenarios/run/run-scenarios.js';
import type { Values } from '../values.js';
import { clockSetting, laneSetting, parallelSetting, seedSetting, startSetting } from './run-settings.js';
import type { Accounts } from './stored-accounts.js';

export interface LaneChoice {
  lanes: RunOptions['lanes'];
  parallel: number;
  /** Of the default lane of a stage that is started for the run. */
  stageAccounts: Accounts;
}

/**
 * In which lanes the scenarios are played. On a stage of our own, one after the other, each lane has the keys that the app was set up with;
 * side by side that is not possible, because a key says whose call it is.
 * @throws HarnessError `misuse` for what the default lane of a running stage cannot do: its clock and its ids are everybody's.
 */
export function chooseLanes(values: Values, runningUrl: string | null, accounts: Accounts): LaneChoice {
  const parallel = values.get(parallelSetting) ?? 1;
  const isSimulated = values.get(clockSetting) === 'simulated';
  const seed = values.get(seedSetting);
  const start = readStart(values.get(startSetting), isSimulated);
  const isAsked = values.get(laneSetting) === true || parallel > 1;
  if (runningUrl !== null && !isAsked) {
    if (isSimulated) throw refuseShared('--clock simulated', 'its clock belongs', runningUrl);
    if (seed !== undefined) throw refuseShared('--seed', 'its ids belong', runningUrl);
  }
  if (!isAsked && !isSimulated && seed === undefined) return { lanes: { kind: 'default' }, parallel: 1, stageAccounts: accounts };
  const canShare = runningUrl === null && parallel === 1;
  const ofLanes = canShare ? accounts : dropKeys(accounts);
  return {
    lanes: {
      kind: 'own',
      ...(isSimulated ? { clock: start === null ? ('simulated' as const) : { startAt: start, speed: 0 } } : {}),
      ...(seed === undefined ? {} : { seed }),
      ...(Object.keys(ofLanes).length === 0 ? {} : { accounts: ofLanes }),
    },
    parallel,
    stageAccounts: canShare ? {} : accounts,
  };
}

/** @returns ISO 8601; null: as the lane has it. */
function readStart(text: string | undefined, isSimulated: boolean): string | null {
  if (text === undefined) return null;
  if (!isSimulated) {
    throw new HarnessError('misuse', '--start says when simulated time begins, and time is real here.', {
      hint: 'Add --clock simulated.',
    });
  }
  const moment = text === 'now' ? new Date() : new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment.toISOString();
  throw new HarnessError('misuse', `--start: there is no such moment as ${text}.`);
}

function refuseShared(flag: string, what: string, url: string): HarnessError {
  return new HarnessError('misuse', `A stage runs already at ${url}, and ${what} to everybody who uses it.`, {
    hint: `Add --lane-per-scenario to ${flag}, or --port 0 to play on a stage of its own.`,
  });
}

function dropKeys(accounts: Accounts): Accounts {
  return Object.fromEntries(
    Object.entries(accounts).map(([provider, { settings }]) => [provider, settings === undefined ? {} : { settings }]),
  );
}
