import { afterEach, expect, test } from 'vitest';
import { ControlClient } from '../../server/client/control-client.js';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { type LongRun, makeFolder, runCli, startCli, startStage } from './cli-runs.js';

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

test('the stage that it starts asks for the token that was given', async () => {
  const run = startCli(['demo', '--port', '0', '--token', 'rehearsal']);
  runs.push(run);
  await run.waitForLine(/5\. Then your own app/);
  const url = /Page\s+(http:\/\/[^/]+)\/#token=<the token>$/m.exec(run.out())?.[1] ?? '';
  expect(run.out()).toContain('--token <the token>');
  expect(run.out()).not.toContain('rehearsal');
  expect((await fetch(`${url}/_paystage/api/demo`)).status).toBe(401);
  const client = new ControlClient({ url, token: 'rehearsal' });
  const { shop } = await client.get<{ shop: DemoShopView }>('/demo');
  expect(await isUp(shop.url)).toBe(true);
  expect(await run.stop('SIGINT')).toBe(0);
  expect(await isUp(shop.url)).toBe(false);
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

test('a stage that is killed while the shop runs sends its events where they went before, from the next start on', async () => {
  const folder = makeFolder();
  const start = async () => {
    const stage = await startStage(['--data', folder.path]);
    runs.push(stage);
    const control = new ControlClient({ url: stage.url });
    const list = async (type: string) =>
      (await control.get<{ records: LogRecord[] }>(`/records?limit=1000&type=${type}`)).records;
    return { stage, control, list, bin: `${stage.url}/_paystage/bin/securepayapi` };
  };
  const killed = await start();
  await killed.control.post('/demo');
  await killed.stage.stop('SIGKILL');

  const next = await start();
  expect(await next.control.get('/demo')).toEqual({ shop: null });
  expect((await next.control.get<AccountView>('/accounts/securepayapi')).settings.webhookUrls).toEqual([next.bin]);
  expect((await next.list('account.changed')).at(-1)).toMatchObject({ settings: { webhookUrls: [next.bin] } });
  const notice = {
    code: 'accounts_as_before',
    message:
      'The stage ended while a check run, a scenario or the sample shop had the accounts. They are as they were before: SecPaid (paymentEndpoints); SecurePayAPI (webhookUrls).',
  };
  expect(await next.list('harness.notice')).toMatchObject([notice]);
  await next.stage.stop('SIGKILL');
  const last = await start();
  expect(await last.list('harness.notice')).toMatchObject([notice]);
  await last.stage.stop();
  folder.remove();
});
