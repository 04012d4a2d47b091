import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { createExpressShop } from '../support/express-shop.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { makeFolder, type RunResult, runCli, runJson, startCli, startStage, type TemporaryFolder } from './cli-runs.js';
import { readEnvironment } from './stage-apps.js';

let folder: TemporaryFolder;
let app: Receiver;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = makeFolder();
  app = await createReceiver();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await app.close();
  folder.remove();
});

/** Writes scenario files of one provider, by name and steps. */
function write(files: Record<string, string>, head = 'provider: securepayapi'): void {
  for (const [file, steps] of Object.entries(files)) {
    const path = join(folder.path, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `version: 1\nname: ${file.replace(/\.yaml$/, '')}\n${head}\nsteps:\n${steps}`);
  }
}

const PAID = `  - create: { amount: 2000 }
  - pay: {}
  - expect: { acknowledged: { event: SUCCEEDED, attempts: 1 } }
`;
const REFUSED = `  - create: { amount: 2000 }
  - pay: {}
  - expect: { within: 200ms, refused: { event: SUCCEEDED } }
  - expect: { nothing pending: true }
`;

function run(...args: string[]): Promise<RunResult> {
  return runCli(['run', ...args], { cwd: folder.path });
}

/** On a stage of its own, on a free port. */
function runAtApp(...args: string[]): Promise<RunResult> {
  return run(...args, '--port', '0', '--target', `${app.url}/hook`);
}

async function findFreePort(): Promise<number> {
  const taken = await listenOnLoopback(createServer());
  await taken.close();
  return taken.port;
}

describe('what a run says', () => {
  test('passes with exit code 0 and one line when the app does what was expected', async () => {
    write({ 'paid.yaml': PAID });
    const { code, out, err } = await runAtApp('paid.yaml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^passed {2}paid {2}\S+ m?s\n1 passed in \S+ m?s\n$/);
    expect(app.requests.length).toBeGreaterThan(0);
  });

  test('fails with exit code 1 and tells file, line, what was expected, seen and nearest', async () => {
    write({ 'paid.yaml': PAID, 'sub/refused.yaml': REFUSED });
    const { code, out } = await runAtApp('.');
    expect(code).toBe(1);
    expect(out).toMatch(/^passed {2}paid/m);
    expect(out).toMatch(/^failed {2}sub\/refused/m);
    expect(out).toContain('        sub/refused.yaml:7:5  expect\n');
    expect(out).toMatch(/^ +expected {2}every attempt of event SUCCEEDED refused$/m);
    expect(out).toMatch(/^ +seen {6}acknowledged with 204$/m);
    expect(out).toMatch(/^ +nearest {3}#\d+ attempt\.finished: /m);
    expect(out).toContain('skipped   1 step after it');
    expect(out).toMatch(/^1 passed, 1 failed in /m);
  });

  test('with --bail nothing is played after the first that does not pass', async () => {
    write({ 'a.yaml': REFUSED, 'b.yaml': PAID });
    const { code, out } = await runAtApp('.', '--bail');
    expect(code).toBe(1);
    expect(out).toMatch(/^not played b\n1 failed, 1 not played in .*; stopped after the first$/m);
  });

  test('a scenario that cannot be played is broken, with the reason, and no success', async () => {
    write({ 'unpaid.yaml': '  - create: { amount: -1 }\n  - expect: { nothing pending: true }\n' });
    const { code, out } = await runAtApp('unpaid.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/^broken {2}unpaid/m);
    expect(out).toMatch(/unpaid\.yaml:5:5 {2}create\n +problem {3}SecurePayAPI answered 4\d\d/);
  });

  test('warns when nobody said where the app listens, because the built-in receiver takes everything', async () => {
    write({ 'paid.yaml': PAID });
    const forms = ['text', 'json', 'junit', 'html'].flatMap((form) => ['--report', `${form}=${form}`]);
    const { code, err } = await run('paid.yaml', '--port', '0', ...forms);
    expect(code).toBe(0);
    expect(err).toContain('note: no target is named for securepayapi');
    const [text = '', json = '', junit = '', html = ''] = ['text', 'json', 'junit', 'html'].map((form) =>
      readFileSync(join(folder.path, form), 'utf8'),
    );
    expect(JSON.parse(json)).toMatchObject({ verdict: 'passed', scenarios: [{ withoutTarget: ['securepayapi'] }] });
    expect(junit).toContain('<property name="without-target" value="securepayapi"/>');
    for (const report of [text, html])
      expect(report).toContain('no target  for securepayapi: the built-in receiver took its events');

    // A stage that runs knows where it sends them.
    const stage = await startStage();
    closing.push(() => stage.stop());
    const there = await run('paid.yaml', '--url', stage.url, '--json');
    expect(JSON.parse(there.out)).toMatchObject({ scenarios: [{ withoutTarget: ['securepayapi'] }] });
    const settings = JSON.stringify({ webhookUrls: [`${app.url}/hook`] });
    await fetch(`${stage.url}/_paystage/api/accounts/securepayapi`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: settings,
    });
    const named = await run('paid.yaml', '--url', stage.url, '--json');
    expect(JSON.parse(named.out)).toMatchObject({ scenarios: [{ withoutTarget: [] }] });
  });
});

describe('reports', () => {
  test('every form goes into its file, without the keys of the account, and the JUnit file fits its schema', async () => {
    write({ 'paid.yaml': PAID, 'refused.yaml': REFUSED });
    const key = 'sk_test_0123456789abcdef0123456789abcdef';
    writeFileSync(join(folder.path, 'paystage.config.yaml'), `accounts: { securepayapi: { keys: { secretKey: ${key} } } }\n`);
    const leak = `  - call: { method: GET, url: "${app.url}", expect: { text: "${key}" } }\n`;
    write({ 'leak.yaml': `${PAID}${leak}` });
    const forms = ['text', 'json', 'junit', 'html'].flatMap((form) => ['--report', `${form}=reports/${form}`]);
    const { code, out } = await runAtApp('.', ...forms);
    expect(code).toBe(1);
    expect(out).toContain('report in reports/html');
    const [text = '', json = '', junit = '', html = ''] = ['text', 'json', 'junit', 'html'].map((form) =>
      readFileSync(join(folder.path, 'reports', form), 'utf8'),
    );
    expect(text).toMatch(/^failed {2}refused/m);
    expect(JSON.parse(json)).toMatchObject({ format: 'paystage-run', verdict: 'failed', counts: { passed: 1, failed: 2 } });
    expect(html).toMatch(/^<!doctype html>/);
    const schema = readFileSync(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8');
    expect(await validateXML({ xml: [junit], schema: [schema] })).toMatchObject({ valid: true, errors: [] });
    expect([out, text, json, junit, html].filter((report) => report.includes(key))).toEqual([]);
    expect(text).toContain('sk_test_…cdef');
  });

  test('a report that cannot be written is found before anything is played, and a file that is there stays as it is', async () => {
    write({ 'paid.yaml': PAID });
    writeFileSync(join(folder.path, 'old.xml'), 'of yesterday');
    // Nobody may make a file there, and no permission says so.
    for (const place of ['/proc/report.html', folder.path]) {
      const { code, err } = await runAtApp('paid.yaml', '--report', 'junit=old.xml', '--report', `html=${place}`);
      expect(code).toBe(2);
      expect(err).toContain(`error: ${place} cannot be written (`);
    }
    expect(app.requests).toEqual([]);
    expect(readFileSync(join(folder.path, 'old.xml'), 'utf8')).toBe('of yesterday');
  });

  test('a report that cannot be written in the end keeps neither the others nor the verdict from being told', async () => {
    write({ 'paid.yaml': PAID });
    app.replyWith(() => {
      mkdirSync(join(folder.path, 'r.html'), { recursive: true });
      return { status: 204 };
    });
    const { code, out, err } = await runAtApp(
      'paid.yaml',
      '--report',
      'html=r.html',
      '--report',
      'junit=r.xml',
      '--report',
      'text',
    );
    expect(code).toBe(2);
    expect(out).toMatch(/^1 passed in /m);
    expect(out).toContain('report in r.xml');
    expect(err).toContain('r.html cannot be written (EISDIR)');
    expect(existsSync(join(folder.path, 'r.xml'))).toBe(true);
  });

  test('--json is the report alone on stdout, and nothing else is printed', async () => {
    write({ 'paid.yaml': PAID });
    const { code, out, err } = await runAtApp('paid.yaml', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ verdict: 'passed', scenarios: [{ file: 'paid.yaml', lane: 'default' }] });
  });

  test('the same seed with a simulated clock writes the same log byte by byte; another seed another one', async () => {
    write({ 'paid.yaml': PAID, 'refused.yaml': REFUSED });
    const port = String(await findFreePort());
    const logs: string[] = [];
    for (const [index, seed] of ['7', '7', '8'].entries()) {
      const flags = ['--clock', 'simulated', '--seed', seed, '--port', port, '--target', `${app.url}/hook`];
      expect((await run('.', ...flags, '--log', `${index}.ndjson`)).code).toBe(1);
      logs.push(readFileSync(join(folder.path, `${index}.ndjson`), 'utf8'));
    }
    const [first = '', second, third] = logs;
    const records = first
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string; lane: string });
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(records.filter(({ type }) => type === 'lane.created').map(({ lane }) => lane)).toEqual(['paid', 'refused']);
    expect(records.some(({ type }) => type === 'attempt.finished')).toBe(true);
    expect(records.at(-1)?.type).toBe('lane.disposed');
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

describe('which stage', () => {
  test('an app that was set up with "paystage env" works with a run that starts its own stage, also in lanes', async () => {
    const data = join(folder.path, '.paystage');
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
    const { code } = await run('paid.yaml', '--url', stage.url, '--target', `${app.url}/hook`);
    expect(code).toBe(0);
    expect(app.requests.length).toBeGreaterThan(0);
    expect(await settings()).toEqual(before);
  });

  test('its clock and its ids are everybody’s, so a simulated clock and a seed need lanes there', async () => {
    write({ 'paid.yaml': PAID, 'two.yaml': PAID });
    const stage = await startStage();
    closing.push(() => stage.stop());
    const there = ['--url', stage.url, '--target', `${app.url}/hook`];
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
    app.replyWith(({ header }) => ({
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
    const { code, out, err } = await run('paid.yaml', '--port', new URL(app.url).port);
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

describe('Ctrl-C', () => {
  test('ends the run with what is known, in every report', async () => {
    write({ 'a-paid.yaml': PAID, 'b-waits.yaml': `  - wait: { ms: 600s }\n${PAID}`, 'c-never.yaml': PAID });
    const flags = ['--port', '0', '--target', `securepayapi=${app.url}`, '--report', 'json=out.json', '--log', 'out.ndjson'];
    const long = startCli(['run', '.', ...flags], { cwd: folder.path });
    await long.waitForLine(/^passed {2}a-paid/);
    expect(await long.stop('SIGINT')).toBe(130);
    expect(long.out()).toMatch(/^broken {2}b-waits/m);
    expect(long.out()).toMatch(/^not played c-never\n1 passed, 1 broken, 1 not played in .*; stopped by hand$/m);
    const report = JSON.parse(readFileSync(join(folder.path, 'out.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'failed', stopped: 'signal', counts: { passed: 1, broken: 1, notPlayed: 1 } });
    expect(readFileSync(join(folder.path, 'out.ndjson'), 'utf8')).toContain('"attempt.finished"');
  });
});

describe('misuse', () => {
  test('everything that is wrong with the files is told with line and caret before anything starts', async () => {
    write({
      'good.yaml': PAID,
      'one.yaml': '  - craete: {}\n  - expect: { nothing pending: true }\n',
      'two.yaml': '  - pay: {}\n',
    });
    const { code, out, err } = await runAtApp('.');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^one\.yaml:5:5: unknown step "craete".*did you mean "create"\?\n {2}5 \| {3}- craete: \{\}\n {4}\| {5}\^$/m,
    );
    expect(err).toContain('two.yaml:');
    expect(err).toContain('error: 2 scenario files are not right; nothing was played.');
    expect(app.requests).toEqual([]);
    const json = await runAtApp('.', '--json');
    expect(JSON.parse(json.err)).toMatchObject({
      error: {
        code: 'invalid_scenario',
        problems: expect.arrayContaining([expect.objectContaining({ code: 'unknown_step', line: 5 })]),
      },
    });
  });

  test.each([
    ['no path at all', [], /Missing required argument/],
    ['a path that is not there', ['nowhere.yaml'], /nowhere\.yaml cannot be read: there is no such file/],
    ['a folder without scenarios', ['empty'], /There is no scenario in empty \(folder\)/],
    ['nothing that fits --grep', ['paid.yaml', '--grep', 'refund'], /None of 1 scenarios is left/],
    ['nothing with that --tag', ['paid.yaml', '--tag', 'slow'], /None of 1 scenarios is left/],
    ['a report with a colon', ['paid.yaml', '--report', 'junit:out.xml'], /hint: Write --report junit=out\.xml\./],
    ['a pattern in quotes', ['*.yaml'], /hint: Leave the quotes away/],
    ['an unknown report', ['paid.yaml', '--report', 'jnit'], /Did you mean "junit"\?/],
    ['two reports for stdout', ['paid.yaml', '--report', 'html', '--json'], /Only one report can go to stdout/],
    ['two reports for one file', ['paid.yaml', '--report', 'html=x', '--report', 'json=x'], /Two things would be written into x/],
    ['a report where there is a folder', ['paid.yaml', '--report', 'html=empty'], /empty cannot be written \(EISDIR\)/],
    [
      'a target of an unknown provider',
      ['paid.yaml', '--target', 'securpayapi=http://localhost:1'],
      /Did you mean "securepayapi"\?/,
    ],
    [
      'an unknown target of a provider',
      ['paid.yaml', '--target', 'secpaid.calback=http://localhost:1'],
      /Did you mean "callback"\?/,
    ],
    [
      'a target that is no URL',
      ['paid.yaml', '--target', 'securepayapi=localhost:3000'],
      /Did you mean "http:\/\/localhost:3000"\?/,
    ],
    [
      'a URL alone for two providers',
      ['.', '--target', 'http://localhost:1'],
      /--target secpaid=<url> --target securepayapi=<url>/,
    ],
    ['an unknown clock', ['paid.yaml', '--clock', 'simulatd'], /Did you mean "simulated"\?/],
    [
      'a public target',
      ['paid.yaml', '--target', 'http://93.184.216.34/hook'],
      /No webhook can be sent to .*\n.*--allow-target 93\.184\.216\.34/,
    ],
    ['a start of real time', ['paid.yaml', '--start', 'now'], /Add --clock simulated/],
    ['a start that is no moment', ['paid.yaml', '--start', 'tomorrow'], /--start: expected now, or a moment such as/],
    [
      'a moment that there is not',
      ['paid.yaml', '--clock', 'simulated', '--start', '2026-02-31T25:00:00Z'],
      /there is no such moment/,
    ],
    ['no scenario at a time', ['paid.yaml', '--parallel', '0'], /--parallel: expected a whole number from 1 to 64/],
  ])('%s ends with 2 and says what to do', async (_title, args, message) => {
    write({ 'paid.yaml': PAID });
    write({ 'euro.yaml': '  - create: { amount: 1 }\n  - expect: { nothing pending: true }\n' }, 'provider: secpaid');
    mkdirSync(join(folder.path, 'empty'));
    const { code, out, err } = await run(...args, '--port', '0');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('--dry-run checks the files and plays nothing', async () => {
    write({ 'paid.yaml': PAID });
    const good = await runAtApp('.', '--dry-run');
    expect(good).toEqual({ code: 0, err: '', out: 'good  paid.yaml  paid  3 steps\n1 scenario read, nothing played\n' });
    expect(JSON.parse((await runAtApp('.', '--dry-run', '--json')).out)).toEqual([
      { name: 'paid', file: 'paid.yaml', tags: [], steps: 3 },
    ]);
    write({ 'wrong.yaml': '  - sleep: 5s\n' });
    expect(await runAtApp('.', '--dry-run')).toMatchObject({ code: 2, out: '' });
    expect(app.requests).toEqual([]);
  });

  test('what the environment lacks is found before anything starts', async () => {
    const steps = `  - call: { url: "${app.url}/?key=\${env.SHOP_KEY_THAT_IS_MISSING}" }\n`;
    write({ 'paid.yaml': `${steps}${PAID}` });
    const missing = await runAtApp('paid.yaml');
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toContain('SHOP_KEY_THAT_IS_MISSING is not set');
    expect(missing.err).toContain('expected it in the environment');
    expect(app.requests).toEqual([]);
    write({ 'known.yaml': `  - set: { key: "\${env.SECUREPAYAPI_SECRET_KEY} \${env.PATH}" }\n${PAID}` });
    expect((await runAtApp('known.yaml')).code).toBe(0);
  });

  test('a secret in the answer of a provider is masked where a problem quotes it', async () => {
    write({ 'asked.yaml': '  - create: {}\n    capture: { x: $.nothing }\n  - expect: { nothing pending: true }\n' });
    const { code, out } = await runAtApp('asked.yaml', '--json');
    expect(code).toBe(1);
    const { message } = JSON.parse(out).scenarios[0].steps[0].problem as { message: string };
    expect(message).toMatch(/"client_secret":"[^"]*…[^"]*"/);
    expect(message).not.toMatch(/"client_secret":"[^"…]{12,}"/);
  });

  test('"help run" has examples', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--report junit=reports/paystage.xml');
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
    app.replyWith(({ method }) => (method === 'GET' ? { status: 200, body: 'Thanks' } : { status: 200 }));
    const targets = ['--target', `secpaid=${app.url}/notice`, '--target', `secpaid.callback=${app.url}/back`];
    expect(await run('redirect.yaml', '--port', '0', ...targets)).toMatchObject({ code: 0, err: '' });
    expect(app.requests.map(({ url }) => url.replace(/\?.*/, '')).sort()).toEqual(['/back', '/notice']);
  });

  test('the one of the command line wins over the file', async () => {
    write({ 'paid.yaml': PAID }, `provider: securepayapi\ntarget: { securepayapi: "http://localhost:${await findFreePort()}" }`);
    expect((await runAtApp('paid.yaml')).code).toBe(0);
    expect(app.requests.length).toBeGreaterThan(0);
  });
});

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
    writeFileSync(join(folder.path, 'paystage.config.yaml'), config);
    const shop = await createExpressShop({ securepayapiUrl: `http://localhost:${port}/securepayapi`, securepayapiSecret });
    closing.push(shop.close);
    const trigger = (...args: string[]) => runCli(['trigger', ...args, '--port', String(port)], { cwd: folder.path });
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
      join(folder.path, 'paystage.config.yaml'),
      `port: ${port}\naccounts: { securepayapi: { keys: { secretKey: ${securepayapiSecret} } } }\n`,
    );
    const shop = await createExpressShop({ securepayapiUrl: `http://localhost:${port}/securepayapi`, securepayapiSecret });
    closing.push(shop.close);
    for (const words of examples) {
      const isReceiver = words.includes('--target');
      const typed = words.map((word) => word.replace('http://localhost:3000', isReceiver ? app.url : shop.url));
      const { code, out: told, err } = await runCli(typed, { cwd: folder.path });
      expect({ code, err }, words.join(' ')).toEqual({ code: 0, err: '' });
      if (isReceiver) expect(told).toContain('not asked  acted (line ');
    }
    expect(existsSync(join(folder.path, 'report.html'))).toBe(true);
    expect(app.requests.every(({ url }) => url === '/webhooks')).toBe(true);
    expect(shop.orders.all()).toMatchObject([{ status: 'paid', fulfilledCount: 1 }]);
  });

  test('one that says nothing without the app is refused before anything is played, and every report says what was left out', async () => {
    const target = ['--target', `${app.url}/hook`, '--port', '0'];
    const refused = await runCli(['trigger', 'creation-refused', ...target], { cwd: folder.path });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/says nothing without the app itself\.\nhint: .*--variable shop=/);
    const forms = ['text', 'json', 'junit', 'html'].flatMap((form) => ['--report', `${form}=${form}`]);
    expect((await runCli(['trigger', 'paid-at-once', ...target, ...forms], { cwd: folder.path })).code).toBe(0);
    const [text = '', json = '', junit = '', html = ''] = ['text', 'json', 'junit', 'html'].map((form) =>
      readFileSync(join(folder.path, form), 'utf8'),
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
    const { code, out } = await runCli(['init'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(out).toContain('written  paystage.config.yaml');
    const [, printed = ''] = out.match(/\$ (?:npx )?paystage run paystage (--target .+)/) ?? [];
    const mine = join(folder.path, 'paystage/secpaid/paid-by-card.yaml');
    writeFileSync(mine, 'mine');
    const again = await runJson<{ written: string[]; kept: string[] }>(['init'], { cwd: folder.path });
    expect(again.written).toEqual([]);
    expect(again.kept).toContain('paystage/secpaid/paid-by-card.yaml');
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    writeFileSync(join(folder.path, 'elsewhere'), 'a file');
    expect((await runCli(['init', 'elsewhere'], { cwd: folder.path })).code).toBe(2);

    await runCli(['init', 'set'], { cwd: folder.path });
    app.replyWith(({ method }) => ({ status: method === 'GET' ? 200 : 204 }));
    // The command that it prints, with the address of the app.
    const targets = printed.replaceAll('http://localhost:3000', app.url).split(' ');
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
