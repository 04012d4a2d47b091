import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from '../support/free-port.js';
import { type LongRun, makeFolder, runCli, runJson, startCli, startStage } from './cli-runs.js';
import { createLink, payAsCustomer, readEnvironment } from './stage-apps.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function keepFor<T extends LongRun>(run: T): T {
  cleanUps.push(() => run.process.kill('SIGKILL') && run.exited);
  return run;
}

test('tail follows one payment from its beginning, in the lines of start, until it is stopped', async () => {
  const stage = keepFor(await startStage());
  const env = await readEnvironment(stage.url);
  const [id, other] = [await createLink(env), await createLink(env)];
  const tail = keepFor(startCli(['tail', '--url', stage.url, '--payment', id, '--from', '1']));
  await tail.waitForLine(new RegExp(`payment +${id} +secpaid +49.99 EUR +Unused +"Order 7"`));
  await runJson(['cancel', other, '--url', stage.url]);
  await payAsCustomer(env, id);
  await tail.waitForLine(/back <--.* acknowledged/);
  expect(tail.out()).not.toContain(`  ${other}  `);
  expect(await tail.stop('SIGINT')).toBe(0);
  // Each of the two gathers its lines for a moment before it prints them.
  for (const line of tail.out().trimEnd().split('\n')) await expect.poll(() => stage.out().split('\n')).toContain(line);
});

test('tail goes on with the next record after a restart of the stage, and shows none twice', async () => {
  const folder = makeFolder();
  cleanUps.push(folder.remove);
  const flags = ['--data', join(folder.path, 'data'), '--port', String(await findFreePort())];
  const stage = keepFor(await startStage(flags));
  await createLink(await readEnvironment(stage.url));
  const tail = keepFor(startCli(['tail', '--url', stage.url, '--from', '1', '--json']));
  await tail.waitForLine(/payment.created/);
  await stage.stop();
  await tail.waitForLine(/the connection is lost; trying again/);
  const again = keepFor(startCli(['start', ...flags]));
  await again.waitForLine(/ready/);
  await tail.waitForLine(/connected again/);
  await createLink(await readEnvironment(stage.url));
  await expect.poll(() => tail.out().split('payment.created').length - 1).toBe(2);
  const seqs = tail
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});

test('tail notices that a stage in memory began a new log', async () => {
  const stage = keepFor(await startStage(['--port', String(await findFreePort())]));
  await createLink(await readEnvironment(stage.url));
  const tail = keepFor(startCli(['tail', '--url', stage.url, '--from', '1']));
  await tail.waitForLine(/payment +50001/);
  await stage.stop();
  const again = keepFor(startCli(['start', '--memory', '--port', String(stage.port)]));
  await again.waitForLine(/ready/);
  await tail.waitForLine(/the log is another one now/);
  await createLink(await readEnvironment(stage.url));
  await expect.poll(() => tail.out().split(/payment +50001/).length - 1).toBe(2);
});

test('tail needs the token of the stage, and ends when its reader leaves', async () => {
  const stage = keepFor(await startStage(['--token', 's3cret-token']));
  const refused = await runCli(['tail', '--url', stage.url, '--from', '1']);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('hint: Give the token') });
  const tail = keepFor(startCli(['tail', '--url', stage.url, '--from', '1'], { env: { PAYSTAGE_TOKEN: 's3cret-token' } }));
  const freeze = () => runCli(['clock', 'freeze', '--url', stage.url, '--token', 's3cret-token']);
  await freeze();
  await tail.waitForLine(/clock/);
  tail.process.stdout?.destroy();
  await freeze();
  await freeze();
  expect(await tail.exited).toBe(0);
  expect(tail.err()).toBe('');
});
