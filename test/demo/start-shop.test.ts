import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { startShop } from '../../server/demo/start-shop.js';
import { startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';

test('shops that want the same port at the same time all start, and say where', async () => {
  const harness = await startHarness();
  const { url, close } = await listenOnLoopback(createServer());
  await close();
  const port = Number(new URL(url).port);
  const starts: ReturnType<typeof startShop>[] = [];
  for (let count = 0; count < 3; count++) {
    starts.push(startShop(harness.env, port));
    // The port was found to be free, and the shop does not listen there yet.
    await new Promise((resume) => setTimeout(resume, 20));
  }
  const shops = await Promise.all(starts);
  for (const shop of shops) expect(await (await fetch(shop.url)).text()).toContain('One fine teapot');
  expect(new Set(shops.map((shop) => shop.url)).size).toBe(3);
  await Promise.all(shops.map((shop) => shop.stop()));
  await harness.close();
});
