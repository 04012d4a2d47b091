import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createExpressShop } from '../support/express-shop.js';
import { findFreePort } from '../support/free-port.js';
import { startStage } from './cli-runs.js';
import { PAID, prepareRunPlace } from './run-place.js';
import { readEnvironment } from './stage-apps.js';

const place = prepareRunPlace();
const { closing, run, runAtApp, write } = place;

describe('which stage', () => {
  test('an app that was set up with "paystage env" works with a run that starts its own stage, also in lanes', async () => {
    const data = join(place.folder, '.paystage');
    const port = await findFreePort();
    const stage = await startStage(['--data', data]);
    const env = await readEnvironment(stage.url);
    await stage.stop();
    const shop = await createExpressShop({
      securepayapiUrl: `http://localhost:${port}/securepayapi`,
      securepayapiSecret: env.SECUREPAYAPI_SECRET_KEY ?? '',
    });
    closing.push(shop.close);
    const steps = `  - call: { method: POST, url: "${shop.url}/buy/securepayapi", json: { amount: 2000 }, expect: { status: 201 }, capture: { order: $.orderId } }
  - await payment: { reference: "\${order}", within: 10s }
  - pay: {}
  - expect: { acknowledged: { event: SUCCEEDED }, acted: 1, probe: { $.paid: true } }
`;
    write({ 'bought.yaml': steps }, `provider: securepayapi\nprobe: { url: "${shop.url}/orders/\${order}" }`);
    const target = ['--port', String(port), '--target', `securepayapi=${shop.url}/webhooks/securepayapi`];
    expect(await run('bought.yaml', ...target)).toMatchObject({ code: 0, err: '' });
    expect(await run('bought.yaml', ...target, '--lane-per-scenario')).toMatchObject({ code: 0, err: '' });
    shop.configure({ securepayapiSecret: 'sk_test_another_one_altogether_0000' });
    expect((await run('bought.yaml', ...target)).code).toBe(1);
  });

  test('a stage that runs is used, left as it was, and not closed', async () => {
    write({ 'paid.yaml': PAID });
    const stage = await startStage();
    closing.push(() => stage.stop());
    const settings = async () => await (await fetch(`${stage.url}/_paystage/api/accounts/securepayapi`)).json();
    const before = await settings();
    const { code } = await run('paid.yaml', '--url', stage.url, '--target', `${place.app.url}/hook`);
    expect(code).toBe(0);
    expect(place.app.requests.length).toBeGreaterThan(0);
    expect(await settings()).toEqual(before);
  });

  test('its clock and its ids are everybody’s, so a simulated clock and a seed need lanes there', async () => {
    write({ 'paid.yaml': PAID, 'two.yaml': PAID });
    const stage = await startStage();
    closing.push(() => stage.stop());
    const there = ['--url', stage.url, '--target', `${place.app.url}/hook`];
    for (const flags of [
      ['--clock', 'simulated'],
      ['--seed', '7'],
    ]) {
      const refused = await run('paid.yaml', ...there, ...flags);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toContain('hint: Add --lane-per-scenario to ');
    }
    const report = JSON.parse(
      (await run('.', ...there, '--lane-per-scenario', '--clock', 'simulated', '--seed', '7', '--json')).out,
    );
    expect(report).toMatchObject({
      verdict: 'passed',
      scenarios: [
        { lane: 'paid', seed: '7' },
        { lane: 'two', seed: '7' },
      ],
    });
    const { lanes } = (await (await fetch(`${stage.url}/_paystage/api/lanes`)).json()) as { lanes: { name: string }[] };
    expect(lanes.map(({ name }) => name)).toEqual(['default']);
  });

  test('parallel scenarios each have a lane, and all of them are told', async () => {
    write(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}.yaml`, PAID])));
    const { code, out } = await runAtApp('.', '--parallel', '3', '--json');
    expect(code).toBe(0);
    const { scenarios } = JSON.parse(out) as { scenarios: { file: string; lane: string }[] };
    expect(scenarios.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml', 'e.yaml', 'f.yaml']);
    expect(new Set(scenarios.map(({ lane }) => lane)).size).toBe(6);
  });

  test('an app that looks at timestamps takes those of a seeded run when it starts now, and else is told why it refuses', async () => {
    place.app.replyWith(({ header }) => ({
      status: Math.abs(Number(header('x-timestamp')) - Date.now() / 1_000) < 300 ? 204 : 401,
    }));
    write({ 'paid.yaml': PAID });
    const seeded = ['paid.yaml', '--clock', 'simulated', '--seed', '7'];
    const old = await runAtApp(...seeded);
    expect(old).toMatchObject({ code: 1, err: expect.stringMatching(/begins at 2026-01-01.*--start now/) });
    expect(await runAtApp(...seeded, '--start', 'now')).toMatchObject({ code: 0, err: '' });
  });

  test('a port that something else holds is an error with a way out, and nothing is played', async () => {
    write({ 'paid.yaml': PAID });
    const { code, out, err } = await run('paid.yaml', '--port', new URL(place.app.url).port);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/error: Port \d+ .*in use.*\nhint: .*--port 0/);
  });

  test('an address where no stage answers is an error, and nothing is played', async () => {
    write({ 'paid.yaml': PAID });
    const { code, err } = await run('paid.yaml', '--url', `http://localhost:${await findFreePort()}`);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /);
  });
});

describe('targets', () => {
  test('each provider has its own, and other settings are named by their flag', async () => {
    write(
      {
        'redirect.yaml': `  - create: { amount: 42.5 }
  - pay: {}
  - expect: { acknowledged: true, redirect: { status: 200, url: /back, text: Thanks } }
`,
      },
      'provider: secpaid',
    );
    place.app.replyWith(({ method }) => (method === 'GET' ? { status: 200, body: 'Thanks' } : { status: 200 }));
    const targets = ['--target', `secpaid=${place.app.url}/notice`, '--target', `secpaid.callback=${place.app.url}/back`];
    expect(await run('redirect.yaml', '--port', '0', ...targets)).toMatchObject({ code: 0, err: '' });
    expect(place.app.requests.map(({ url }) => url.replace(/\?.*/, '')).sort()).toEqual(['/back', '/notice']);
  });

  test('the one of the command line wins over the file', async () => {
    write({ 'paid.yaml': PAID }, `provider: securepayapi\ntarget: { securepayapi: "http://localhost:${await findFreePort()}" }`);
    expect((await runAtApp('paid.yaml')).code).toBe(0);
    expect(place.app.requests.length).toBeGreaterThan(0);
  });
});
