import { ControlClient, type StageAddress } from '../../client/control-client.js';
import type { Harness } from '../../harness.js';
import { createHarness } from '../../index.js';
import { askHealth } from '../ask-health.js';
import { locateStage } from '../find-stage.js';
import { buildHarnessOptions } from '../harness-options.js';
import { DEFAULT_DATA_FOLDER, dataSetting, portSetting, tokenSetting } from '../settings.js';
import { createStageReporter } from '../stage-reporter.js';
import type { Values } from '../values.js';
import type { VerbCall } from '../verb.js';
import { type Accounts, readAccounts } from './stored-accounts.js';

/** Base URL of the stage that is meant when it runs already, checked that it lets us in; null: one has to be started. @throws HarnessError `no_stage`. */
export async function findRunning(values: Values): Promise<StageAddress | null> {
  // A free port was asked for, and no stage runs on one that nobody knows yet.
  if (values.get(portSetting) === 0 && values.rankOf(portSetting) > 1) return null;
  const { by, url } = await locateStage(values);
  if (url === null || (by === 'port' && (await askHealth(url)) === null)) return null;
  const address = { url, token: values.get(tokenSetting) };
  await new ControlClient(address).get('/clock');
  return address;
}

/** The accounts that an app was set up with. @throws HarnessError as `readAccounts`. */
export function findAccounts({ values, accounts }: VerbCall): Promise<Accounts> {
  const configured = buildHarnessOptions(values, accounts).accounts ?? {};
  return readAccounts(values.get(dataSetting) ?? DEFAULT_DATA_FOLDER, configured);
}

/** Starts a stage in memory. `port` where none was given. @throws HarnessError `port_in_use`, `token_needed`, `invalid_setting`. */
export async function startOwn({ values, output }: VerbCall, accounts: Accounts, port?: number): Promise<Harness> {
  const reporter = createStageReporter({ ...output, line: output.note }, false);
  const harness = await createHarness({
    ...(port === undefined ? {} : { port }),
    ...buildHarnessOptions(values, {}),
    dataDir: null,
    accounts,
    onNotice: (notice) => notice.level !== 'info' && reporter.notice(notice),
  });
  return await harness.listen();
}
