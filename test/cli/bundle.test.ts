import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type RunningHarness, startProcess } from '../support/cli-process.js';
import { createIntent, createLink, payAsCustomer, readEnvironment } from './stage-apps.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { bin, version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  bin: { paystage: string };
  version: string;
};
const PROGRAM = `${root}/${bin.paystage}`;

let stage: RunningHarness | null = null;
afterEach(async () => {
  stage?.process.kill('SIGTERM');
  await stage?.exited;
  stage = null;
});

test('the program that is installed serves the page, the widget and the checks, pays, and stops', async () => {
  stage = await startProcess(['--port', '0', '--memory'], PROGRAM);
  const { url } = stage;
  const fetchText = async (path: string) => {
    const reply = await fetch(url + path);
    return { status: reply.status, text: await reply.text() };
  };
  expect((await fetchText('/')).text).toContain('<div id="root">');
  expect((await fetchText('/securepayapi/assets/widget.browser.js')).text).toContain('postMessage');
  expect(await fetchText('/_paystage/openapi.json')).toMatchObject({ status: 200 });
  expect(JSON.parse((await fetchText('/_paystage/api/checks?provider=secpaid')).text).checks.length).toBeGreaterThan(5);
  const env = await readEnvironment(url);
  await payAsCustomer(env, await createIntent(env));
  // The visit loads what a start leaves out: cookies.
  const visited = await fetch(`${url}/_paystage/api/payments/${await createLink(env)}/visits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"action":{"action":"pay"}}',
  });
  expect(await visited.json()).toMatchObject({ payment: { outcome: 'succeeded' } });
  const { payments } = JSON.parse((await fetchText('/_paystage/api/payments')).text);
  expect(payments.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['succeeded', 'succeeded']);
  // So does a command that calls the stage.
  const list = spawnSync(process.execPath, [PROGRAM, 'payments', '--url', url], { encoding: 'utf8' });
  expect(list.stdout, list.stderr).toContain(payments[0].id);
  stage.process.kill('SIGTERM');
  expect(await stage.exited).toBe(0);
});

test('the installed program tells its version, and misuse with exit 2', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  expect(run('--version').stdout.trim()).toBe(version);
  expect(run('statr')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('start') });
});
