import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { describeState, listRouteCalls, type RouteCall } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { createPayingApp } from '../ui/paying-app.js';

/* Chromium only: Firefox and WebKit are not installed where this runs. */

declare global {
  interface Window {
    attack(base: string, routes: readonly RouteCall[]): Promise<string[]>;
    /** What the page could read, when it could. */
    leaked: string[];
  }
}

/** Ways of one attack, for how many refusals it has to cause at the very least. */
const WAYS = 8;

/** Runs in the hostile page: tries everything that a page can do to another origin. @returns what succeeded. */
async function attack(base: string, routes: readonly RouteCall[]): Promise<string[]> {
  const leaks: string[] = [];
  const settle = (start: (tell: (said: string) => void) => void): Promise<string> =>
    new Promise((resolve) => {
      setTimeout(() => resolve('silence'), 40_000);
      start(resolve);
    });
  const load = (tag: 'script' | 'img' | 'link' | 'video', url: string) =>
    settle((tell) => {
      const element = document.createElement(tag);
      if (element instanceof HTMLLinkElement) {
        element.rel = 'stylesheet';
        element.href = url;
      } else element.setAttribute('src', url);
      element.addEventListener('load', () => tell('loaded'));
      element.addEventListener('loadeddata', () => tell('loaded'));
      element.addEventListener('error', () => tell('refused'));
      document.body.append(element);
    });
  /** Posts without asking first: form bodies need no preflight, and one of them reads as JSON. */
  const postForm = (url: string, enctype: string) =>
    settle((tell) => {
      const frame = document.createElement('iframe');
      frame.name = `f${Math.random()}`;
      frame.onload = () => {
        // The first load is that of the empty frame.
        if (form.isConnected) tell('answered');
      };
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action: url, enctype, target: frame.name });
      const field = document.createElement('input');
      Object.assign(field, { name: '{"speed":7,"x":"', value: '"}' });
      form.append(field);
      document.body.append(frame);
      document.body.append(form);
      form.submit();
    });
  const attackOne = async ({ method, path }: RouteCall) => {
    const url = base + path;
    const note = (what: string, said: string, wanted: string) => {
      if (said !== wanted) leaks.push(`${method} ${path}: ${what} ${said}`);
    };
    const ask = async (init: RequestInit) => {
      try {
        const reply = await fetch(url, init);
        return reply.type === 'opaque' ? 'opaque' : `read ${reply.status}`;
      } catch {
        return 'refused';
      }
    };
    const json = { 'content-type': 'application/json' };
    const body = '{"speed":7,"action":"pay","status":200}';
    const [cors, withJson, blind, beacon, script, image, sheet, stream, form] = await Promise.all([
      ask({ method: 'GET', credentials: 'include' }),
      ask({ method: method === 'GET' ? 'POST' : method, headers: json, body }),
      ask({ method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }),
      navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' })),
      load('script', url),
      load('img', url),
      load('link', url),
      settle((tell) => {
        const source = new EventSource(url);
        source.onopen = source.onmessage = () => tell('opened');
        source.onerror = () => {
          source.close();
          tell('refused');
        };
      }),
      postForm(url, 'text/plain'),
    ]);
    note('fetch', cors, 'refused');
    note('fetch with JSON', withJson, 'refused');
    if (blind !== 'opaque' && blind !== 'refused') note('blind fetch', blind, 'refused');
    if (!beacon) note('beacon', 'was not sent', '');
    note('script', script, 'refused');
    note('picture', image, 'refused');
    note('style sheet', sheet, 'refused');
    note('event source', stream, 'refused');
    note('form', form, 'answered');
  };
  for (let first = 0; first < routes.length; first += 8) {
    await Promise.all(routes.slice(first, first + 8).map(attackOne));
    document.body.replaceChildren();
  }
  // Few of these: a browser makes a page wait longer each time that a socket of it fails.
  for (const path of ['/_paystage/stream', '/_paystage/stream?lane=default', '/_paystage/api/payments']) {
    const said = await settle((tell) => {
      const opened = new WebSocket(base.replace('http', 'ws') + path, ['paystage']);
      opened.onopen = opened.onmessage = () => tell('opened');
      opened.onerror = () => tell('refused');
    });
    if (said !== 'refused') leaks.push(`socket ${path}: ${said}`);
  }
  return leaks;
}

describeInBrowser('a hostile page in the same browser', (browser) => {
  const told: string[] = [];
  let harness: Harness;
  let server: Server;
  let port: number;
  let routes: RouteCall[];

  beforeAll(async () => {
    harness = await startHarness({ onNotice: ({ message }) => told.push(message) });
    const app = await createPayingApp(harness.url);
    const link = await app.createLink('x');
    const intentId = await app.createIntent('x');
    await app.pay(await app.createLink('paid'));
    await app.waitForDeliveries();
    await harness.engine.activity.whenIdle();
    const names = { id: link, payment: link, paymentId: link, intentId, provider: 'secpaid', key: 'token', name: 'x', seq: '1' };
    // Below a lane are the same handlers again.
    routes = listRouteCalls(harness, names).filter(({ path }) => !path.includes('/lanes/default'));
    const html = `<!doctype html><title>hostile</title><link rel=icon href="data:,"><body><script>window.attack = ${attack.toString()}</script>`;
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await harness.close();
    server.closeAllConnections();
    server.close();
  });

  /** Attacks from where the page stands. The state is the same before and after, once every attack has been turned away. */
  async function expectNothing(page: Page, run: () => Promise<string[]>, attacked: readonly RouteCall[]): Promise<void> {
    const before = describeState(harness);
    told.length = 0;
    page.on('dialog', (dialog) => void dialog.dismiss());
    expect(await run()).toEqual([]);
    await expect.poll(() => told.length).toBeGreaterThanOrEqual(attacked.length * WAYS);
    expect(new Set(told.map((line) => line.replace(/"[^"]*"/, '…')))).toEqual(
      new Set(['A page of the origin … may not do this.']),
    );
    expect(describeState(harness)).toBe(before);
  }

  test.each(['localhost', '127.0.0.1', 'attacker.localhost'])(
    'SEC-04 on another port of %s reads nothing and changes nothing, whatever it tries on which route',
    { timeout: 300_000 },
    async (name) => {
      const page = await browser.newPage();
      await page.goto(`http://${name}:${port}/`);
      // Every route from one name, a cross-section from the others: the guard looks at no route.
      const attacked = name === 'localhost' ? routes : routes.filter((_, index) => index % 6 === 0);
      const run = () => page.evaluate(({ base, all }) => window.attack(base, all), { base: harness.url, all: attacked });
      await expectNothing(page, run, attacked);
    },
  );

  test('SEC-04 in a sandbox without an origin it reaches as little', async () => {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.name = 'box';
      frame.setAttribute('sandbox', 'allow-scripts allow-forms');
      frame.src = location.href;
      document.body.append(frame);
    });
    await expect.poll(() => page.frame({ name: 'box' })?.url()).toBe(page.url());
    const box = page.frame({ name: 'box' });
    await box?.waitForFunction(() => 'attack' in window);
    const attacked = routes.filter((_, index) => index % 6 === 3);
    const run = () =>
      box?.evaluate(({ base, all }) => window.attack(base, all), { base: harness.url, all: attacked }) ??
      Promise.resolve(['no box']);
    await expectNothing(page, run, attacked);
  });
});
