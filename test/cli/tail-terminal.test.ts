import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { packageFile } from '../../server/package-files.js';
import { runCli, type Stage, startStage } from './cli-runs.js';
import { createLink, payAsCustomer, readEnvironment } from './stage-apps.js';
import { hasScript, runOnTerminal, type TerminalOptions, type TerminalRun } from './tail-terminal.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A stage on which a payment was paid; nobody listens where its webhook goes. Its clock stands, so that it does not try again by itself. */
async function startPaidStage(): Promise<Stage & { paymentId: string }> {
  const stage = await startStage(['--secpaid-endpoint', 'http://localhost:9/hook']);
  cleanUps.push(() => stage.stop('SIGKILL'));
  const env = await readEnvironment(stage.url);
  const paymentId = await createLink(env);
  await createLink(env);
  await runCli(['clock', 'freeze', '--url', stage.url]);
  await payAsCustomer(env, paymentId);
  return { ...stage, paymentId };
}

function keepTerminal(command: string, options?: TerminalOptions): TerminalRun {
  const terminal = runOnTerminal(command, options);
  cleanUps.push(() => terminal.process.kill('SIGKILL'));
  return terminal;
}

const startTail = ({ url }: Stage, options?: TerminalOptions) => keepTerminal(`$PAYSTAGE tail --url ${url} --from 1`, options);

/** Runs it between two looks at how the terminal is set. */
const compareSettings = (command: string) => `echo "before $(stty -g)"; ${command}; echo "after $(stty -g) with $?"`;

async function expectRestored(terminal: TerminalRun): Promise<void> {
  const [, after = ''] = await terminal.waitForRaw(/after (\S+) with/);
  expect(terminal.raw()).toContain(`before ${after}`);
  const [entered, left] = ['\x1b[?1049h', '\x1b[?1049l'].map((sequence) => terminal.raw().split(sequence).length - 1);
  expect([entered, left]).toEqual([1, 1]);
  const last = (sequence: string) => terminal.raw().lastIndexOf(sequence);
  expect(last('\x1b[?25h')).toBeGreaterThan(last('\x1b[?25l'));
  expect(last('\x1b[?7h')).toBeGreaterThan(last('\x1b[?7l'));
  expect(last('\x1b[?2004l')).toBeGreaterThan(last('\x1b[?2004h'));
}

describe.skipIf(!hasScript)('tail on a terminal (needs script of util-linux)', () => {
  test.each([
    [80, 24],
    [40, 12],
  ])('of %i columns and %i rows takes the keys of the page', async (columns, rows) => {
    const stage = await startPaidStage();
    const terminal = startTail(stage, { columns, rows });
    await terminal.waitForRow(/back <--.*refused/);
    await terminal.waitForRow(/^following {2}0 hidden/);
    terminal.press('k');
    await terminal.waitForRow(/^paused {2}0 hidden/);
    terminal.press('/is:failde');
    await terminal.waitForRow(/^\/is:failde_/);
    await terminal.waitForRow(/0 hidden {2}is: knows retry/);
    terminal.press('\x15type:answer\r');
    await terminal.waitForRow(/[1-9]\d* hidden {2}\/type:answer/);
    await terminal.waitForRow(/^> .*back <--/);
    terminal.press('r');
    await terminal.waitForRow(/^dlv_\S+ #2 refused: nobody/);
    await terminal.waitForRow(/1 new/);
    terminal.press('d');
    await terminal.waitForRow(/^Record \d+ {2}attempt.finished/);
    terminal.press('\x1b[F');
    await terminal.waitForRow(/"pay_id"/);
    terminal.press('\x1b');
    await terminal.waitForNoRow(/^Record \d+/);
    terminal.press('x');
    await terminal.waitForRow(/search off/);
    terminal.press('\x1b[Ap');
    await terminal.waitForRow(/hidden {2}\/type:answer/);
    terminal.press('?');
    await terminal.waitForRow(/^Keys/);
    terminal.press('?g');
    await terminal.waitForRow(/^following/);
    terminal.press('q');
    expect(await terminal.exited).toBe(0);
  });

  test('shows what happens while it runs, and one payment when asked to', async () => {
    const stage = await startPaidStage();
    const terminal = keepTerminal(`$PAYSTAGE tail --url ${stage.url} --from 1 --payment ${stage.paymentId}`);
    await terminal.waitForRow(new RegExp(`[1-9]\\d* hidden {2}/payment:${stage.paymentId}`));
    terminal.press('\x1b[200~no key: q\x1b[201~');
    await terminal.waitForRow(/press \/ first/);
    terminal.press('/\x15');
    await terminal.waitForRow(/ 0 hidden/);
    terminal.press('\r');
    await runCli(['clock', 'advance', '10m', '--url', stage.url]);
    await terminal.waitForRow(/clock/);
    await stage.stop();
    await terminal.waitForRow(/^no connection/);
    terminal.press('\x03');
    expect(await terminal.exited).toBe(0);
  });

  test('gives the terminal back when somebody quits', async () => {
    const stage = await startPaidStage();
    const terminal = keepTerminal(compareSettings(`$PAYSTAGE tail --url ${stage.url}`));
    await terminal.waitForRow(/^following/);
    terminal.press('q');
    await expectRestored(terminal);
    expect(terminal.raw()).toContain('with 0');
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('gives the terminal back on %s', async (signal) => {
    const stage = await startPaidStage();
    const terminal = keepTerminal(compareSettings(`sh -c 'echo "pid $$"; exec $PAYSTAGE tail --url ${stage.url}'`));
    const [, pid] = await terminal.waitForRaw(/pid (\d+)/);
    await terminal.waitForRow(/^following/);
    process.kill(Number(pid), signal);
    await expectRestored(terminal);
    expect(terminal.raw()).toContain('with 0');
  });

  test('gives the terminal back before it says why it could not go on', async () => {
    const stage = await startStage(['--token', 's3cret-token']);
    cleanUps.push(() => stage.stop('SIGKILL'));
    const terminal = keepTerminal(compareSettings(`$PAYSTAGE tail --url ${stage.url} --from 1`));
    await expectRestored(terminal);
    expect(terminal.raw().indexOf('error: ')).toBeGreaterThan(terminal.raw().indexOf('\x1b[?1049l'));
    expect(terminal.raw()).toContain('with 2');
  });

  test('gives the terminal back before the trace of a crash', async () => {
    const module = pathToFileURL(packageFile('dist/server/cli/tail/terminal-screen.js')).href;
    const code = `import { openScreen } from "${module}"; const none = () => {};
      openScreen(process, { render() { throw new Error("it broke") }, onKey: none, onResize: none, onEnd: none });`;
    const terminal = keepTerminal(compareSettings(`${process.execPath} --input-type=module -e '${code}'`));
    await expectRestored(terminal);
    expect(terminal.raw().lastIndexOf('it broke')).toBeGreaterThan(terminal.raw().indexOf('\x1b[?1049l'));
  });

  test('draws anew in the size that the terminal gets', async () => {
    const stage = await startPaidStage();
    const terminal = keepTerminal(`echo "tty $(tty)"; exec $PAYSTAGE tail --url ${stage.url} --from 1`);
    const [, tty = ''] = await terminal.waitForRaw(/tty (\/\S+)/);
    await terminal.waitForRow(/back <--.*refused/);
    execFileSync('stty', ['-F', tty, 'cols', '40', 'rows', '12']);
    await terminal.waitForRow(/^ {2}back <--.*refused/);
    await expect.poll(() => terminal.rows()[10]).toMatch(/^following/);
    terminal.press('q');
    expect(await terminal.exited).toBe(0);
  });

  test('paints nothing with NO_COLOR', async () => {
    const stage = await startPaidStage();
    const terminal = startTail(stage, { env: { NO_COLOR: '1' } });
    await terminal.waitForRow(/back <--.*refused/);
    terminal.press('k');
    await terminal.waitForRow(/^> /);
    expect(terminal.raw()).not.toMatch(/\x1b\[(?!0m)\d+m/);
    const coloured = startTail(stage);
    await coloured.waitForRow(/back <--.*refused/);
    coloured.press('k');
    await coloured.waitForRow(/^> /);
    expect(coloured.raw()).toMatch(/\x1b\[36m/);
  });

  test.each(['--plain', '--quiet', '--json', 'TERM=dumb', '< /dev/null'])('prints lines with %s', async (how) => {
    const stage = await startPaidStage();
    const isFlag = how.startsWith('--');
    const isRedirect = how.startsWith('<');
    const command = `$PAYSTAGE tail --url ${stage.url} --from 1 ${isFlag ? how : ''} ${isRedirect ? how : ''}`;
    const terminal = keepTerminal(isFlag || isRedirect ? command : `env ${how} ${command}`);
    await terminal.waitForRaw(/refused/);
    expect(terminal.raw()).not.toContain('\x1b[?1049h');
    expect(terminal.raw()).not.toMatch(/\x1b\[\d+;1H/);
  });
});
