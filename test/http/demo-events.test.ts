import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DemoShopView } from '../../server/http/control/demo-replies.js';
import type { AccountView } from '../../server/http/control/replies.js';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

const PROVIDER = 'securepayapi';
const MINE = 'http://localhost:3999/mine';

let folder: string;
let harness: Harness;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-demo-events-'));
  harness = await startHarness({ dataDir: folder });
});
afterEach(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

const readAccount = () => callControl<AccountView>(harness, 'GET', `/accounts/${PROVIDER}`);
const readUrls = async () => (await readAccount()).settings.webhookUrls;
const configure = (settings: object) => callControl<AccountView>(harness, 'PATCH', `/accounts/${PROVIDER}`, settings);
const demo = async (method: string) => (await callControl<{ shop: DemoShopView | null }>(harness, method, '/demo')).shop;
const ownOf = (shop: DemoShopView | null) => `${shop?.url}/webhooks/${PROVIDER}`;
const readStored = async () => {
  const { accounts } = JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8')) as { accounts: AccountView[] };
  return accounts.map(({ settings }) => settings);
};

test('the sample shop sets nothing that was not set: on another port the built-in receiver gets the events', async () => {
  const shop = await demo('POST');
  expect(await readAccount()).toMatchObject({ settings: { webhookUrls: [ownOf(shop)] }, passing: ['webhookUrls'] });
  expect(await readStored()).toEqual([{}, {}]);
  await demo('DELETE');
  expect(await readAccount()).toMatchObject({ passing: [] });
  const { port } = harness.address;
  await harness.close();
  harness = await startHarness({ dataDir: folder });
  expect(harness.address.port).not.toBe(port);
  expect(await readUrls()).toEqual([`${harness.url}/_paystage/bin/${PROVIDER}`]);
});

test('what is changed by hand while the shop runs stays, and the address of the shop is not stored with it', async () => {
  const own = ownOf(await demo('POST'));
  expect((await configure({ webhookUrls: [own, MINE] })).settings.webhookUrls).toEqual([MINE, own]);
  await configure({ famt: 'major' });
  expect(await readStored()).toContainEqual({ webhookUrls: [MINE], famt: 'major' });
  expect((await configure({ webhookUrls: [own] })).settings.webhookUrls).toEqual([own]);
  expect(await readStored()).toContainEqual({ famt: 'major' });
  expect((await configure({ webhookUrls: [MINE] })).passing).toEqual([]);
  expect(await readUrls()).toEqual([MINE]);
  expect((await configure({ webhookUrls: [MINE, own] })).passing).toEqual(['webhookUrls']);
  await demo('DELETE');
  expect(await readUrls()).toEqual([MINE]);
});

test('an account that sends to as many addresses as it can takes no shop, and one that has the shop no more than that', async () => {
  const many = Array.from({ length: 20 }, (_, index) => `${MINE}/${index}`);
  await configure({ webhookUrls: many });
  await expect(demo('POST')).rejects.toThrow(/400 .*invalid_setting.*webhookUrls/);
  expect(await demo('GET')).toBeNull();
  expect(await readUrls()).toEqual(many);
  await configure({ webhookUrls: many.slice(1) });
  const own = ownOf(await demo('POST'));
  await expect(configure({ webhookUrls: [...many, own] })).rejects.toThrow(/400 .*invalid_setting/);
  expect(await readUrls()).toEqual([...many.slice(1), own]);
});
