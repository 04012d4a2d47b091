import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CLI } from '../support/cli-process.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { createReceiver } from '../support/receiver.js';
import { type LongRun, makeFolder, runCli, runJson, startCli, startStage } from './cli-runs.js';
import { createIntent, createLink, payAsCustomer, readEnvironment, startPaying } from './stage-apps.js';

/** Gives a command a terminal; its flags differ between systems. */
const SCRIPT = '/usr/bin/script';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function keepFor<T extends LongRun>(run: T): T {
  cleanUps.push(() => run.process.kill('SIGKILL') && run.exited);
  return run;
}

function makeTemporaryFolder(): string {
  const folder = makeFolder();
  cleanUps.push(folder.remove);
  return folder.path;
}

async function makeReceiver(...given: Parameters<typeof createReceiver>) {
  const receiver = await createReceiver(...given);
  cleanUps.push(receiver.close);
  return receiver;
}

test('with --json the first line says where it is ready and every record follows as one line', async () => {
  const receiver = await makeReceiver();
  const stage = keepFor(await startStage(['--json', '--secpaid-endpoint', receiver.url]));
  const ready = JSON.parse(stage.out().split('\n')[0] ?? '');
  expect(ready).toMatchObject({ type: 'ready', url: stage.url, port: stage.port, pid: stage.process.pid, dataDir: null });
  const env = await readEnvironment(stage.url);
  const id = await createLink(env, { recipient_note: 'a\u009b31m' });
  await payAsCustomer(env, id);
  await stage.waitForLine(/"type":"attempt.finished"/);
  const records = stage
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.find(({ type }) => type === 'payment.created')).toMatchObject({ paymentId: id, reference: 'a\u009b31m' });
  expect(stage.out()).not.toMatch(/[\u007f-\u009f]/);
  expect(stage.out()).not.toContain(env.SECPAID_TOKEN);
});

test('an attempt is one line out and one line back with the same id; a refusal shows why and what the app said, without escape sequences', async () => {
  const receiver = await makeReceiver({ status: 200, body: '{"ok":true}\n\u001b]0;title\u0007\u001b[31mred' });
  const stage = keepFor(await startStage(['--securepayapi-webhook', `${receiver.url}/hook`]));
  await startPaying(stage.url, createIntent);
  const back = await stage.waitForLine(/back <-- .*#1 .* not acknowledged/);
  const [, id] = /back <-- {2}(dlv_\d+_1) #1 {2}200 in [\d.]+ ms/.exec(back) ?? [];
  expect(stage.out()).toMatch(new RegExp(`send --> {2}${id} #1 {2}INIT {2}POST ${receiver.url}/hook\n`));
  await stage.waitForLine(/\| .*red/);
  expect(stage.out()).toContain('answered 200; SecurePayAPI accepts only 204, so it will call again in 5 s.');
  expect(stage.out()).toContain('| {"ok":true}');
  expect(stage.out().replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test('--quiet prints the readiness and what was not acknowledged, nothing else', async () => {
  const receiver = await makeReceiver();
  const stage = keepFor(
    await startStage(['--quiet', '--secpaid-endpoint', `${receiver.url}/a`, '--secpaid-endpoint', `${receiver.url}/b`]),
  );
  receiver.replyWith((request) => ({ status: request.url === '/b' ? 503 : 200 }));
  await startPaying(stage.url, createLink);
  await stage.waitForLine(/503/);
  // On a busy machine the look at a target may find nobody at first.
  const lines = stage
    .out()
    .trimEnd()
    .split('\n')
    .filter((line) => !/is listening|nobody listens/.test(line));
  expect(lines[0]).toBe(`Paystage is ready at ${stage.url}`);
  expect(lines[1]).toMatch(/back <-- .*\/b {2}503 in .* not acknowledged$/);
  expect(lines.every((line) => !/acknowledged$/.test(line) || line.includes('not acknowledged'))).toBe(true);
});

test('it says that nobody listens on a target, and when somebody does', async () => {
  const receiver = await makeReceiver();
  const { port } = new URL(receiver.url);
  await receiver.close();
  cleanUps.pop();
  const stage = keepFor(await startStage(['--secpaid-endpoint', `http://user:secret@localhost:${port}/hook`]));
  await stage.waitForLine(new RegExp(`nobody listens on localhost:${port} yet; deliveries will be retried`));
  expect(stage.out()).not.toContain('user:secret');
  const late = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => late.listen(Number(port), '127.0.0.1', resolve));
  cleanUps.push(() => late.close());
  await stage.waitForLine(new RegExp(`localhost:${port} is listening now`));
});

test('P6 a stage on the same data folder is refused with exit 3, naming who has it; env finds that one', async () => {
  const cwd = makeTemporaryFolder();
  // The folder is named, so that a stage which somebody runs on the default port is not asked.
  const before = await runJson<Record<string, string>>(['env', '--data', '.paystage'], { cwd });
  const stage = keepFor(await startStage(['--data', join(cwd, '.paystage')]));
  // Who is held up for longer than the other waits is refused without a name.
  await expect
    .poll(() => runCli(['start', '--port', '0'], { cwd }))
    .toMatchObject({ code: 3, out: '', err: expect.stringContaining(`pid ${stage.process.pid}`) });
  const after = await runJson<Record<string, string>>(['env'], { cwd });
  expect(after.SECPAID_TOKEN).toBe(before.SECPAID_TOKEN);
  expect(after.PAYSTAGE_URL).toBe(stage.url);
  expect(before.PAYSTAGE_URL).toBe('http://localhost:4747');
});

test('several `env` at the same time on a new folder all give the same keys', async () => {
  const cwd = makeTemporaryFolder();
  const runs = await Promise.all(
    Array.from({ length: 3 }, () => runCli(['env', '--json', '--data', '.paystage', '--port', '4999'], { cwd })),
  );
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(runs.map(() => ({ code: 0, err: '' })));
  expect(new Set(runs.map(({ out }) => out)).size).toBe(1);
});

test('D4 a port that is taken ends with exit 2, and says so when another Paystage has it', async () => {
  const stage = keepFor(await startStage());
  const err = expect.stringMatching(new RegExp(`in use by another Paystage[\\s\\S]*${stage.url}`));
  await expect.poll(() => runCli(['start', '--memory', '--port', String(stage.port)])).toMatchObject({ code: 2, out: '', err });
  const other = await listenOnLoopback(createServer() as never);
  cleanUps.push(() => other.close().catch(() => {}));
  expect(await runCli(['start', '--memory', '--port', String(other.port)])).toMatchObject({
    code: 2,
    err: expect.stringContaining('in use by another program'),
  });
});

test('P5 a damaged data folder ends with exit 4 and says how to go on', async () => {
  const cwd = makeTemporaryFolder();
  await runJson(['env', '--data', '.paystage'], { cwd });
  writeFileSync(join(cwd, '.paystage', 'accounts.json'), 'garbage');
  const { code, err } = await runCli(['start', '--port', '0', '--json'], { cwd });
  expect(code).toBe(4);
  expect(JSON.parse(err)).toMatchObject({ error: { code: 'data_damaged', hint: expect.stringContaining('--recover') } });
});

test.each([
  ['exception', "setTimeout(() => { throw new Error('injected'); })"],
  ['rejection', "void Promise.reject(new Error('injected'))"],
])('D6 an %s that nobody caught is told once, what was done is kept, and it ends with 1', async (_title, deed) => {
  const folder = makeTemporaryFolder();
  const hook = join(folder, 'hook.mjs');
  writeFileSync(hook, `process.on('SIGUSR2', () => ${deed});`);
  const flags = ['--data', join(folder, 'data')];
  const stage = keepFor(await startStage(flags, { env: { NODE_OPTIONS: `--import=${hook}` } }));
  const id = await createLink(await readEnvironment(stage.url));
  expect(await stage.stop('SIGUSR2')).toBe(1);
  expect(stage.err()).toMatch(/^error: injected\nhint: This is a defect of Paystage\..*\n$/);
  const again = keepFor(await startStage(flags));
  expect((await runCli(['payments', '--url', again.url])).out).toContain(id);
});

test('D7 a reader that leaves after the first line harms nobody', async () => {
  const stage = keepFor(startCli(['start', '--memory', '--port', '0']));
  const url = /http:\S+/.exec(await stage.waitForLine(/ready/))?.[0] ?? '';
  stage.process.stdout?.destroy();
  const env = await readEnvironment(url);
  await payAsCustomer(env, await createLink(env));
  expect((await runCli(['payments', '--url', url])).out).toContain('Used');
  expect(await stage.stop()).toBe(0);
  expect(stage.err()).toBe('');
});

test('D7 a reader that never reads does not hold up the stage', async () => {
  const stage = keepFor(await startStage(['--json']));
  const env = await readEnvironment(stage.url);
  stage.process.stdout?.pause();
  for (let count = 0; count < 150; count++) await createLink(env, { recipient_note: 'x'.repeat(250) });
  const { status } = await fetch(`${stage.url}/_paystage/health`);
  expect(status).toBe(200);
  stage.process.stdout?.resume();
  await expect.poll(() => stage.out().split('"type":"api.called"').length - 1).toBe(150);
});

test.skipIf(process.platform !== 'linux' || !existsSync(SCRIPT))(
  'D7 colours are for terminals, and NO_COLOR declines them',
  async () => {
    const stage = keepFor(await startStage());
    expect(stage.out()).not.toContain('\u001b');
    await createLink(await readEnvironment(stage.url));
    const list = (env: Record<string, string>) =>
      spawnSync(SCRIPT, ['-qec', `'${process.execPath}' '${CLI}' payments --url ${stage.url}`, '/dev/null'], {
        env: { PATH: process.env.PATH ?? '', TERM: 'xterm', ...env },
        encoding: 'utf8',
      }).stdout;
    expect(list({})).toContain('\u001b[');
    const plain = list({ NO_COLOR: '1' });
    expect(plain).toContain('49.99 EUR');
    expect(plain).not.toContain('\u001b[');
  },
);

test('SEC-12 a target outside this machine is named and never tried', async () => {
  // 192.0.2.0/24 is set aside for documentation: nobody is there.
  const stage = keepFor(
    await startStage(['--secpaid-endpoint', 'http://192.0.2.1:9/hook', '--secpaid-endpoint', 'http://169.254.169.254/hook']),
  );
  await stage.waitForLine(/deliveries are refused: 192\.0\.2\.1 lies outside/);
  await stage.waitForLine(/deliveries are refused: 169\.254\.169\.254 is a link-local/);
  expect(stage.out()).not.toContain('nobody listens');
});

test('env answers from the data folder when PAYSTAGE_URL names a stage that is gone', async () => {
  const cwd = makeTemporaryFolder();
  const before = await runJson<Record<string, string>>(['env', '--data', '.paystage'], { cwd });
  const gone = { PAYSTAGE_URL: 'http://localhost:9' };
  const after = await runJson<Record<string, string>>(['env', '--data', '.paystage'], { cwd, env: gone });
  expect(after.SECPAID_TOKEN).toBe(before.SECPAID_TOKEN);
  const bare = await runJson<Record<string, string>>(['env'], { cwd, env: gone });
  expect(bare.SECPAID_TOKEN).toBe(before.SECPAID_TOKEN);
  expect((await runCli(['env', '--url', 'http://localhost:9'], { cwd })).code).toBe(2);
});
