import { HarnessError } from '../../domain/errors.js';
import type { Provider } from '../../providers/provider.js';
import { DEFAULT_DATA_FOLDER, dataSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { VerbCall } from '../verb.js';

export interface KnownKeys {
  /** By name; those that are known. */
  keys: Readonly<Record<string, string>>;
  /** Where they come from, completing "the secret of ...". */
  from: string;
}

/** Keys of the running stage, else those of the configuration and the data folder. @throws HarnessError as `findRunning`. */
export async function findKeys(call: VerbCall, { name }: Provider): Promise<KnownKeys> {
  const { findAccounts, findRunning } = await import('../scenario-run/choose-stage.js');
  const running = await findRunning(call.values);
  if (running !== null) {
    const { Stage } = await import('../../client/stage.js');
    const lane = await new Stage(running).openLane();
    return { keys: lane.keys(name), from: `the stage that runs at ${running.url}` };
  }
  const folder = call.values.get(dataSetting) ?? DEFAULT_DATA_FOLDER;
  return { keys: (await findAccounts(call))[name]?.keys ?? {}, from: `the data folder ${toTerminalText(folder, 300)}` };
}

export interface ChosenKey {
  key: string;
  /** `--secret`, or as in `KnownKeys`. */
  from: string;
}

/**
 * The key that was given, or else the one that is known.
 * @param flag that gives it, such as `--secret`.
 * @throws HarnessError `misuse` when there is none.
 */
export async function chooseKey(
  call: VerbCall,
  provider: Provider,
  { name, flag, given }: { name: string; flag: string; given: string | undefined },
): Promise<ChosenKey> {
  if (given !== undefined) return { key: given, from: flag };
  const { keys, from } = await findKeys(call, provider);
  const key = keys[name];
  if (key !== undefined) return { key, from };
  throw new HarnessError('misuse', `${flag} is missing, no stage runs, and ${from} has no key of ${provider.title} yet.`, {
    hint: `Give it with ${flag}, or start a stage once with "paystage start".`,
  });
}
