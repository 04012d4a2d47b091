import { afterEach, expect, test } from 'vitest';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import { type LongRun, runCli, startCli, startStage } from './cli-runs.js';

interface Ready {
  url: string;
  shop: DemoShopView;
}

const runs: LongRun[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop();
});

async function startDemo(args: readonly string[] = ['--port', '0']): Promise<LongRun & Ready> {
  const run = startCli(['demo', '--json', ...args]);
  runs.push(run);
  return { ...run, ...(JSON.parse(await run.waitForLine(/"type":"ready"/)) as Ready) };
}

const isUp = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

test('starts a stage and the shop, says what to do, and Ctrl-C ends both', async () => {
  const run = startCli(['demo', '--port', '0']);
  runs.push(run);
  await run.waitForLine(/5\. Then your own app/);
  const [shop = '', page = '', checks = ''] = ['Shop', 'Page', 'Checks'].map(
    (name) => new RegExp(`${name}\\s+(http:\\S+)`).exec(run.out())?.[1] ?? '',
  );
  expect(run.out()).toMatch(/check securepayapi --port \d+ \(or secpaid\)/);
  expect(checks).toBe(`${page}?view=checks`);
  expect(await isUp(shop)).toBe(true);
  expect(await isUp(page)).toBe(true);
  expect(
    run
      .out()
      .split('\n')
      .filter((line) => /^ {2}\d\. /.test(line)),
  ).toHaveLength(5);

  expect(await run.stop('SIGINT')).toBe(0);
  expect([await isUp(shop), await isUp(page)]).toEqual([false, false]);
});

test('uses the stage that runs, and leaves it running', async () => {
  const stage = await startStage();
  runs.push(stage);
  const demo = await startDemo(['--url', stage.url]);
  expect(demo.url).toBe(stage.url);

  const second = await runCli(['demo', '--url', stage.url]);
  expect(second.code).toBe(0);
  expect(second.out).toContain(demo.shop.url);

  expect(await demo.stop('SIGINT')).toBe(0);
  expect(await isUp(demo.shop.url)).toBe(false);
  expect(await isUp(stage.url)).toBe(true);
});

test('on a stage that asks for a token it says where the token goes, and does not show it', async () => {
  const stage = await startStage(['--token', 'rehearsal']);
  runs.push(stage);
  const run = startCli(['demo', '--url', stage.url, '--token', 'rehearsal']);
  runs.push(run);
  await run.waitForLine(/5\. Then your own app/);
  expect(run.out()).toContain(`${stage.url}/#token=<the token>\n`);
  expect(run.out()).toContain(`${stage.url}/?view=checks#token=<the token>\n`);
  expect(run.out()).toContain('--token <the token>');
  expect(run.out()).not.toContain('rehearsal');
});

test('a check without an address judges the demo shop', async () => {
  const demo = await startDemo();
  const found = await runCli(['check', 'securepayapi', '--url', demo.url, '--only', 'SIG-1', '--settle', '300']);
  expect(found.out).toContain('SIG-1');
  expect(found.code).toBe(0);

  const without = await runCli(['check', 'securepayapi', '--port', '0']);
  expect(without.code).toBe(2);
  expect(without.err).toContain('paystage demo');
});

test('a stage that is killed takes the shop with it', async () => {
  const demo = await startDemo();
  await demo.stop('SIGKILL');
  await expect.poll(() => isUp(demo.shop.url)).toBe(false);
});
