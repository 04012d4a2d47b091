import type { StageAddress } from '../../client/control-client.js';
import { Stage } from '../../client/stage.js';
import type { Provider } from '../../providers/provider.js';
import { findAccounts, findRunning, startOwn } from '../scenario-run/choose-stage.js';
import { tokenSetting } from '../settings.js';
import { targetFlags } from '../target-settings.js';
import type { VerbCall } from '../verb.js';

/** A stage to look from, and what is known about the app. */
export interface OpenedStage {
  stage: Stage;
  url: string;
  /** False: it was started for this and ends with it. */
  isRunning: boolean;
  /** What the app was set up with at a provider, by name. */
  keysOf(provider: Provider): Readonly<Record<string, string>>;
  /** URLs of the app that are known: those that receive events, or those that browsers come back to. */
  urlsOf(provider: Provider, kind: 'events' | 'browsers'): string[];
  close(): Promise<void>;
}

/** The stage that runs, or one of its own in memory on a free port. @throws HarnessError as `findRunning` and `startOwn`. */
export async function openStage(call: VerbCall): Promise<OpenedStage> {
  const running = await findRunning(call.values);
  const accounts = running === null ? await findAccounts(call) : {};
  const own = running === null ? await startOwn(call, accounts, 0) : null;
  const address: StageAddress = running ?? { url: own?.url ?? '', token: call.values.get(tokenSetting) };
  const stage = new Stage(address);
  const lane = await stage.openLane();
  const settings = new Map((await stage.lanes())[0]?.providers.map((provider) => [provider.name, provider.settings]));
  return {
    stage,
    url: address.url,
    isRunning: running !== null,
    keysOf: ({ name }) => (running === null ? (accounts[name]?.keys ?? {}) : lane.keys(name)),
    urlsOf({ name, targets }, kind) {
      const wanted = targets.filter(({ receivesEvents }) => receivesEvents === (kind === 'events'));
      const given = targetFlags.filter(({ provider, target }) => provider === name && wanted.includes(target));
      const flags = given.flatMap(({ setting }) => call.values.get(setting) ?? []);
      const stored = wanted.flatMap((target) => settings.get(name)?.[target.setting] ?? []).map(String);
      // The built-in receiver is not the app.
      return [...flags, ...stored].filter((url) => !url.startsWith(`${address.url}/_paystage/`));
    },
    close: async () => own?.close(),
  };
}
