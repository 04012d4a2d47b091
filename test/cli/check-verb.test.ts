import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CheckReport } from '../../server/checks/report/report.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { makeFolder, runCli, type Stage, startCli, startStage } from './cli-runs.js';
import { readEnvironment } from './stage-apps.js';

const folder = makeFolder();
let stage: Stage;
let trusting: CheckedApp;
let secret = '';

beforeAll(async () => {
  stage = await startStage([], { cwd: folder.path });
  secret = (await readEnvironment(stage.url)).SECUREPAYAPI_SECRET_KEY ?? '';
  trusting = await startCheckedApp({ secret, isTrusting: true });
});
afterAll(async () => {
  await stage.stop();
  await trusting.close();
  folder.remove();
});

const wordsOf = (args: string[]) => ['check', 'securepayapi', '--url', stage.url, '--endpoint', trusting.endpoint, ...args];
const check = (...args: string[]) => runCli(wordsOf(args), { cwd: folder.path });
const startCheck = (...args: string[]) => startCli(wordsOf(args), { cwd: folder.path });

test('what failed is printed with a script that gets the same answer in bash, and without the secret', async () => {
  const { code, out } = await check('--probe', trusting.probe, '--only', 'SIG-1', '--settle', '100');
  expect(code).toBe(1);
  expect(out).not.toContain(secret);
  const script = /^# SIG-1: one digit of famt changed; it was answered 204\n(\([\s\S]*?\n\))$/m.exec(out)?.[1] ?? '';
  const env = { PATH: process.env.PATH ?? '', SECUREPAYAPI_SECRET_KEY: secret };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
  expect(stdout).toMatch(/^HTTP\/1\.1 204/);
  const unset = promisify(execFile)('bash', ['-c', script], { env: { PATH: env.PATH } });
  await expect(unset).rejects.toThrow('npx paystage env prints that of the stage');
});

test.each([
  [['--only', 'SRC-1'], /SRC-1 is not about SecurePayAPI: the provider has no call/],
  [['--only', 'SIG-9'], /there is no check "SIG-9".*Did you mean SIG-\d\?/s],
  [['--skip', 'nonsense'], /there is no check "nonsense".*and trust for everything/s],
])('%j is refused before anything is sent', async (args, says) => {
  const { code, out, err } = await check(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(says);
});

test('a second run at the same time is refused, with how to end the first', async () => {
  const slow = startCheck('--probe', trusting.probe, '--only', 'SIG-1', '--settle', '600000');
  await vi.waitFor(
    async () => {
      const reply = await fetch(`${stage.url}/_paystage/api/check-runs`);
      const { runs } = (await reply.json()) as { runs: { result: string | null }[] };
      expect(runs.some(({ result }) => result === null)).toBe(true);
    },
    { timeout: 300_000 },
  );
  const { code, err } = await check('--only', 'SIG-1');
  expect(code).toBe(2);
  expect(err).toMatch(/The check run chk_\d+ of .* has not ended/);
  expect(err).toMatch(/Wait for its end, or stop it on the page/);
  expect(await slow.stop('SIGINT')).toBe(130);
});

test.each([[['--json']], [['--report', 'json']]])('%j prints no character that a terminal obeys', async (asked) => {
  const refusal = 'red\u009b31m, backwards\u202e, deleted\u007f';
  const refusing = await startCheckedApp({ secret: 'another-secret', refusal });
  const { out } = await check('--endpoint', refusing.endpoint, ...asked);
  await refusing.close();
  expect(out).not.toMatch(/[\u007f-\u009f\u202e]/);
  const { checks } = JSON.parse(out) as CheckReport;
  expect(checks[0]?.evidence[0]?.response?.body?.text).toBe(refusal);
});

test('a closed gate is told once, not by every check', async () => {
  const { code, out } = await check('--endpoint', 'http://127.0.0.1:9/');
  expect(code).toBe(2);
  expect(out).toMatch(/^inconclusive +CTL-1/);
  expect(out).not.toContain('SIG-1');
  expect(out).toMatch(/1 inconclusive, \d+ skipped in .*, 1 request; the gate did not pass, so nothing else was judged/);
});
