import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { listRouteCalls } from '../support/every-route.js';
import { callControl, startHarness } from '../support/harness.js';
import { createPayingApp } from '../ui/paying-app.js';

/* Chromium only: Firefox and WebKit are not installed where this runs. */

describeInBrowser('a page that frames ours', (browser) => {
  let harness: Harness;
  let server: Server;
  let ownPage: string;
  let names: Record<string, string>;
  let publishableKey: string;

  beforeAll(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    const link = await app.createLink('x');
    const intentId = await app.createIntent('x');
    publishableKey = app.env.SECUREPAYAPI_PUBLISHABLE_KEY ?? '';
    const { settings } = await callControl<{ settings: { products: { id: string }[] } }>(
      harness,
      'GET',
      '/accounts/securepayapi',
    );
    names = {
      intentId,
      id: link,
      payment: link,
      paymentId: link,
      productId: settings.products[0]?.id ?? '',
      provider: 'secpaid',
    };
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { frameOrigins: ['https://shop.test'] });
    server = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ownPage = `http://localhost:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    await harness.close();
    server.close();
  });

  /** Loads an address into a frame of the page. @returns where the frame is then; elsewhere or nowhere when the browser refused to show it. */
  async function frame(page: Page, path: string): Promise<() => string | undefined> {
    const name = `frame ${path}`;
    await page.evaluate(
      ({ url, name }) =>
        new Promise<void>((resolve) => {
          const element = document.createElement('iframe');
          element.name = name;
          element.onload = () => resolve();
          element.src = url;
          document.body.append(element);
        }),
      { url: harness.url + path, name },
    );
    return () => page.frame({ name })?.url();
  }

  const embed = () => `/securepayapi/embed?pk=${publishableKey}`;

  test('SEC-15 no address can be framed from another origin, except the widget', async () => {
    const link = `/secpaid/payment?link_id=${encodeURIComponent(Buffer.from(names.id ?? '').toString('base64'))}`;
    // What is saved as a file or answers nothing never shows in a frame.
    const isShown = (path: string) => !/\/(log|report|stream|bin\/x)$|\/embed$/.test(path);
    const gets = listRouteCalls(harness, names).filter(({ method, path }) => method === 'GET' && isShown(path));
    const paths = [...new Set([link, ...gets.map(({ path }) => path)])].filter((path) => !path.includes('/lanes/default'));
    const page = await browser.newPage();
    await page.goto(ownPage);
    const places = new Map<string, () => string | undefined>();
    for (const path of paths) places.set(path, await frame(page, path));
    await expect.poll(await frame(page, embed())).toBe(harness.url + embed());
    // Judged last: by now the browser has told where each of them ended.
    for (const [path, place] of places) expect(place() ?? '', path).not.toContain(harness.url);
  });

  test('SEC-15 the widget is framed by loopback origins and by those that were named, by no other', async () => {
    for (const [origin, isAllowed] of [
      ['https://shop.test', true],
      ['https://attacker.test', false],
      ['https://shop.test.attacker.test', false],
      ['https://localhost.attacker.test', false],
    ] as const) {
      const page = await browser.newPage();
      // Else the browser itself keeps a page of the wide network from this machine, and the policy is never asked.
      await page.context().grantPermissions(['local-network-access'], { origin });
      await page.route(`${origin}/`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title>' }),
      );
      await page.goto(`${origin}/`);
      const place = await frame(page, embed());
      if (isAllowed) await expect.poll(place, { message: origin }).toBe(harness.url + embed());
      else await expect.poll(place, { message: origin }).toMatch(/^(chrome-error:.*)?$/);
    }
  });

  test('SEC-15 the widget of an account that does not exist has no named origins', async () => {
    const page = await browser.newPage();
    await page.goto(ownPage);
    const path = '/securepayapi/embed?pk=sp_client_nobody';
    const reply = await fetch(harness.url + path);
    expect(reply.headers.get('content-security-policy')).not.toContain('shop.test');
    await expect.poll(await frame(page, path)).toBe(harness.url + path);
  });
});
