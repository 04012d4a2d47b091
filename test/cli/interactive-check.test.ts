import { afterEach, describe, expect, test } from 'vitest';
import { ControlClient } from '../../server/client/control-client.js';
import type { CheckRunView } from '../../server/http/control/check-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import { startCheckedApp } from '../support/checked-app.js';
import { runCli, startStage } from './cli-runs.js';
import { hasScript, runOnTerminal, type TerminalRun } from './tail-terminal.js';

const SECRET = 'sp_secret_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** The check that asks for a new key, on a stage that runs, as far as its question. */
async function askForKey(): Promise<{ terminal: TerminalRun; control: ControlClient; before: AccountView }> {
  const stage = await startStage([]);
  const app = await startCheckedApp({ secret: SECRET });
  const control = new ControlClient({ url: stage.url });
  const before = await control.post<AccountView>('/accounts/securepayapi/reveal');
  const command = `$PAYSTAGE check securepayapi --url ${stage.url} --endpoint ${app.endpoint} --secret ${SECRET}`;
  const asked = `${command} --interactive --only ROT-1 --report json`;
  const terminal = runOnTerminal(`sh -c 'echo "pid $$"; exec ${asked}'; echo "ended with $?"`, { columns: 200 });
  cleanUps.push(
    () => stage.stop('SIGKILL'),
    app.close,
    () => terminal.process.kill('SIGKILL'),
  );
  await terminal.waitForRaw(/Press Enter when that is done/);
  return { terminal, control, before };
}

test('--interactive without a terminal is refused before anything is sent', async () => {
  const { code, out, err } = await runCli(['check', 'securepayapi', '--endpoint', 'http://127.0.0.1:9/', '--interactive']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/--interactive needs a terminal/);
});

describe.skipIf(!hasScript)('a question of a check on a terminal (needs script of util-linux)', () => {
  test.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s at it ends the run as a signal does: account back, what is known told, 130', async (_name, key) => {
    const { terminal, control, before } = await askForKey();
    terminal.press(key);
    const [, code] = await terminal.waitForRaw(/ended with (\d+)/);
    expect(code).toBe('130');
    const raw = terminal.raw();
    expect(raw).not.toMatch(/defect of Paystage|stopped in the middle/);
    expect(raw.split('Press Enter')).toHaveLength(2);
    // Whoever has given the app the new key already is told to take it back.
    expect(raw).toMatch(/earlier key again/);
    expect(raw).toMatch(/"result": "stopped"/);
    expect(raw).toMatch(/"exitCode": 130/);
    const { keys, settings, passing } = await control.post<AccountView>('/accounts/securepayapi/reveal');
    expect({ keys, settings, passing }).toEqual({ keys: before.keys, settings: before.settings, passing: [] });
    const { runs } = await control.get<{ runs: CheckRunView[] }>('/check-runs');
    expect(runs.map(({ result }) => result)).toEqual(['stopped']);
  });

  test('SIGTERM ends it, too, with 143', async () => {
    const { terminal, control } = await askForKey();
    const [, pid] = await terminal.waitForRaw(/pid (\d+)/);
    process.kill(Number(pid), 'SIGTERM');
    const [, code] = await terminal.waitForRaw(/ended with (\d+)/);
    expect(code).toBe('143');
    expect((await control.get<{ runs: CheckRunView[] }>('/check-runs')).runs.map(({ result }) => result)).toEqual(['stopped']);
  });

  test('Enter goes on', async () => {
    const { terminal } = await askForKey();
    terminal.press('\r');
    // The app has the old key still.
    await terminal.waitForRaw(/earlier key again[\s\S]*Press Enter/);
    terminal.press('\r');
    const [, code] = await terminal.waitForRaw(/ended with (\d+)/);
    expect(code).toBe('1');
    expect(terminal.raw()).toMatch(/refuses events that are signed with the new key/);
  });
});
