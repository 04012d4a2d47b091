import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlClient } from '../../server/client/control-client.js';
import type { CheckRunView } from '../../server/http/control/check-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { makeFolder, type Stage, startStage, type TemporaryFolder } from './cli-runs.js';

const PROVIDER = 'securepayapi';
const APPS_KEY = 'sp_secret_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef';

let folder: TemporaryFolder;
let stage: Stage;
let control: ControlClient;
let app: CheckedApp;
beforeEach(async () => {
  folder = makeFolder();
  app = await startCheckedApp({ secret: APPS_KEY });
  await start();
});
afterEach(async () => {
  await stage.stop();
  await app.close();
  folder.remove();
});

async function start(): Promise<void> {
  stage = await startStage(['--data', folder.path]);
  control = new ControlClient({ url: stage.url });
}
async function killAndStart(): Promise<void> {
  await stage.stop('SIGKILL');
  await start();
}
const reveal = () => control.post<AccountView>(`/accounts/${PROVIDER}/reveal`);
async function listNotices(): Promise<string[]> {
  const { records } = await control.get<{ records: LogRecord[] }>('/records?limit=1000&type=harness.notice');
  return records.flatMap((record) =>
    record.type === 'harness.notice' && record.code === 'accounts_as_before' ? [record.message] : [],
  );
}

test('a stage that is killed in the middle of a check run has the account as it was, from the next start on', async () => {
  await control.patch(`/accounts/${PROVIDER}`, { webhookUrls: ['http://localhost:3999/mine'], retryScheduleMs: [1_000] });
  const before = await reveal();
  app.stall();
  const asked = { provider: PROVIDER, endpoint: app.endpoint, only: ['ACK-1'], settleMs: 100, secret: APPS_KEY };
  const { runId } = await control.post<{ runId: string }>('/check-runs/start', asked);
  await app.whenAsked(1);
  const during = await reveal();
  expect(during).toMatchObject({ keys: { secretKey: APPS_KEY }, settings: { webhookUrls: [app.endpoint], retryScheduleMs: [] } });
  await killAndStart();
  const { keys, settings, passing } = await reveal();
  expect({ keys, settings, passing }).toEqual({ keys: before.keys, settings: before.settings, passing: [] });
  expect(await control.get<CheckRunView>(`/check-runs/${runId}`)).toMatchObject({ result: 'stopped' });
  expect(await listNotices()).toEqual([expect.stringMatching(/SecurePayAPI \(.*webhookUrls.*secretKey\)\.$/)]);
});
