import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { createExpressShop } from '../support/express-shop.js';
import { findFreePort } from '../support/free-port.js';
import { runCli, runJson } from './cli-runs.js';
import { prepareRunPlace } from './run-place.js';

const place = prepareRunPlace();
const { closing, run } = place;

describe('ready scenarios', () => {
  interface Row {
    name: string;
    provider: string;
    title: string;
    description: string;
    tags: string[];
    file: string;
  }

  test('"scenarios" lists them, for people and as an array for programs', async () => {
    const all = await runJson<Row[]>(['scenarios']);
    expect(all.length).toBeGreaterThan(1);
    for (const { provider, name, title, description, file } of all) {
      expect([provider, title !== '', description !== ''], name).toEqual([expect.stringMatching(/^sec/), true, true]);
      expect(existsSync(file), file).toBe(true);
    }
    expect(new Set(all.map(({ provider, name }) => `${provider}/${name}`)).size).toBe(all.length);
    const some = await runJson<Row[]>(['scenarios', '--provider', 'securepayapi', '--grep', 'paid-after-challenge']);
    expect(some.map(({ provider, name }) => `${provider}/${name}`)).toEqual(['securepayapi/paid-after-challenge']);
    const { out } = await runCli(['scenarios']);
    expect(out.split('\n')[0]).toMatch(/^NAME +PROVIDER +TAGS +WHAT IT SHOWS$/);
  });

  test('"trigger" plays one at the app; an unknown name is answered with the nearest', async () => {
    const port = await findFreePort();
    const securepayapiSecret = 'sk_test_0123456789abcdef0123456789abcdef';
    const config = `accounts: { securepayapi: { keys: { secretKey: ${securepayapiSecret} } } }\n`;
    writeFileSync(join(place.folder, 'paystage.config.yaml'), config);
    const shop = await createExpressShop({ securepayapiUrl: `http://localhost:${port}/securepayapi`, securepayapiSecret });
    closing.push(shop.close);
    const trigger = (...args: string[]) => runCli(['trigger', ...args, '--port', String(port)], { cwd: place.folder });
    const at = ['--variable', `shop=${shop.url}`];
    expect(await trigger('paid-after-challenge', ...at)).toMatchObject({ code: 0, err: '' });
    expect(shop.orders.all()).toMatchObject([{ status: 'paid', fulfilledCount: 1 }]);
    shop.configure({ acknowledgeWith: 200 });
    expect((await trigger('securepayapi/paid-after-challenge', ...at)).code).toBe(1);

    const wrong = await trigger('paid-after-chalenge', ...at);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('Did you mean "paid-after-challenge"?');
    const variable = await trigger('paid-after-challenge', '--variable', 'shopp=x');
    expect(variable).toMatchObject({ code: 2, out: '' });
    expect(variable.err).toContain('hint: Did you mean "shop"?');
  });

  test('every example of "help trigger" works as it is printed, at a plain receiver and at an app that sells', async () => {
    const { out } = await runCli(['help', 'trigger']);
    const examples = [...out.matchAll(/^ {2}\$ paystage (.*?)(?: +#.*)?$/gm)].map(([, words = '']) => words.split(' '));
    expect(examples.length).toBeGreaterThan(3);
    const port = await findFreePort();
    const securepayapiSecret = 'sk_test_0123456789abcdef0123456789abcdef';
    writeFileSync(
      join(place.folder, 'paystage.config.yaml'),
      `port: ${port}\naccounts: { securepayapi: { keys: { secretKey: ${securepayapiSecret} } } }\n`,
    );
    const shop = await createExpressShop({ securepayapiUrl: `http://localhost:${port}/securepayapi`, securepayapiSecret });
    closing.push(shop.close);
    for (const words of examples) {
      const isReceiver = words.includes('--target');
      const typed = words.map((word) => word.replace('http://localhost:3000', isReceiver ? place.app.url : shop.url));
      const { code, out: told, err } = await runCli(typed, { cwd: place.folder });
      expect({ code, err }, words.join(' ')).toEqual({ code: 0, err: '' });
      if (isReceiver) expect(told).toContain('not asked  acted (line ');
    }
    expect(existsSync(join(place.folder, 'report.html'))).toBe(true);
    expect(place.app.requests.every(({ url }) => url === '/webhooks')).toBe(true);
    expect(shop.orders.all()).toMatchObject([{ status: 'paid', fulfilledCount: 1 }]);
  });

  test('one that says nothing without the app is refused before anything is played, and every report says what was left out', async () => {
    const target = ['--target', `${place.app.url}/hook`, '--port', '0'];
    const refused = await runCli(['trigger', 'creation-refused', ...target], { cwd: place.folder });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/says nothing without the app itself\.\nhint: .*--variable shop=/);
    const forms = ['text', 'json', 'junit', 'html'].flatMap((form) => ['--report', `${form}=${form}`]);
    expect((await runCli(['trigger', 'paid-at-once', ...target, ...forms], { cwd: place.folder })).code).toBe(0);
    const [text = '', json = '', junit = '', html = ''] = ['text', 'json', 'junit', 'html'].map((form) =>
      readFileSync(join(place.folder, form), 'utf8'),
    );
    expect(text).toMatch(/not asked {2}acted \(line \d+\): no probe/);
    const notAsked = expect.arrayContaining([{ line: expect.any(Number), column: 7, what: 'acted', why: 'no probe' }]);
    expect(JSON.parse(json).scenarios).toMatchObject([{ notAsked, withoutTarget: [] }]);
    expect(junit).toMatch(/<property name="not-asked" value="acted \(line \d+\): no probe"\/>/);
    const schema = readFileSync(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8');
    expect(await validateXML({ xml: [junit], schema: [schema] })).toMatchObject({ valid: true, errors: [] });
    expect(html).toMatch(/not asked {2}acted \(line \d+\): no probe/);
  });

  test('"init" writes a set that can be played as it is, and never replaces a file', async () => {
    const { code, out } = await runCli(['init'], { cwd: place.folder });
    expect(code).toBe(0);
    expect(out).toContain('written  paystage.config.yaml');
    const [, printed = ''] = out.match(/\$ (?:npx )?paystage run paystage (--target .+)/) ?? [];
    const mine = join(place.folder, 'paystage/secpaid/paid-by-card.yaml');
    writeFileSync(mine, 'mine');
    const again = await runJson<{ written: string[]; kept: string[] }>(['init'], { cwd: place.folder });
    expect(again.written).toEqual([]);
    expect(again.kept).toContain('paystage/secpaid/paid-by-card.yaml');
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    writeFileSync(join(place.folder, 'elsewhere'), 'a file');
    expect((await runCli(['init', 'elsewhere'], { cwd: place.folder })).code).toBe(2);

    await runCli(['init', 'set'], { cwd: place.folder });
    place.app.replyWith(({ method }) => ({ status: method === 'GET' ? 200 : 204 }));
    // The command that it prints, with the address of the app.
    const targets = printed.replaceAll('http://localhost:3000', place.app.url).split(' ');
    const played = await run('set', '--port', '0', ...targets, '--json');
    const verdicts = (JSON.parse(played.out) as { scenarios: { file: string; verdict: string }[] }).scenarios;
    expect(verdicts.map(({ file, verdict }) => `${file} ${verdict}`)).toEqual([
      'set/secpaid/browser-before-webhook.yaml passed',
      'set/secpaid/paid-by-card.yaml passed',
      // The app takes whatever comes, which is what this one is for.
      'set/securepayapi/forged-webhook.yaml failed',
      'set/securepayapi/paid-by-card.yaml passed',
      'set/securepayapi/webhook-twice.yaml passed',
    ]);
  });
});
