import { afterEach, expect, test } from 'vitest';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';

const open: Harness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function start(options: Parameters<typeof startHarness>[0] = {}): Promise<Harness> {
  const harness = await startHarness(options);
  open.push(harness);
  return harness;
}

async function call<T>({ url }: Harness, method: string, path: string, headers: Record<string, string> = {}): Promise<T> {
  const reply = await fetch(`${url}/_paystage/api${path}`, { method, headers });
  const text = await reply.text();
  expect(reply.status, text).toBeLessThan(300);
  return JSON.parse(text) as T;
}
const demo = async (harness: Harness, method: string) =>
  (await call<{ shop: DemoShopView | null }>(harness, method, '/demo')).shop;
const targetsOf = async (harness: Harness) =>
  (await call<AccountView>(harness, 'GET', '/accounts/securepayapi')).settings.webhookUrls as string[];

test('starts one shop however often it is asked, sends events there, and puts everything back when it ends', async () => {
  const harness = await start();
  const before = await targetsOf(harness);
  expect(await demo(harness, 'GET')).toBeNull();

  const [one, other] = await Promise.all([demo(harness, 'POST'), demo(harness, 'POST')]);
  expect(one).toEqual(other);
  expect(await demo(harness, 'GET')).toEqual(one);
  expect(await targetsOf(harness)).toEqual([`${one?.url}/webhooks/securepayapi`]);
  expect(await (await fetch(one?.url ?? '')).text()).toContain('One fine teapot');

  expect(await demo(harness, 'DELETE')).toBeNull();
  expect(await targetsOf(harness)).toEqual(before);
  await expect(fetch(one?.url ?? '')).rejects.toThrow();
});

test('leaves the app that events go to where it is, and what was changed meanwhile', async () => {
  const own = 'http://localhost:3000/webhooks';
  const harness = await start({ accounts: { securepayapi: { settings: { webhookUrls: [own] } } } });
  const shop = await demo(harness, 'POST');
  expect(await targetsOf(harness)).toEqual([own, `${shop?.url}/webhooks/securepayapi`]);
  await demo(harness, 'DELETE');
  expect(await targetsOf(harness)).toEqual([own]);

  await demo(harness, 'POST');
  const lane = await harness.stage.openLane();
  await lane.configure('securepayapi', { webhookUrls: ['http://localhost:3001/new'] });
  await demo(harness, 'DELETE');
  expect(await targetsOf(harness)).toEqual(['http://localhost:3001/new']);
});

test('the shop ends with the stage', async () => {
  const harness = await start();
  const shop = await demo(harness, 'POST');
  await harness.close();
  await expect(fetch(shop?.url ?? '')).rejects.toThrow();
});

test('is refused, with what helps, on a stage that is open to the network', async () => {
  const harness = await start({ host: '0.0.0.0', token: 'secret-1' });
  const reply = await fetch(`http://localhost:${harness.address.port}/_paystage/api/demo`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret-1' },
  });
  expect(reply.status).toBe(409);
  expect(await reply.json()).toMatchObject({
    error: { code: 'demo_not_possible', hint: expect.stringContaining('paystage demo') as string },
  });
});
