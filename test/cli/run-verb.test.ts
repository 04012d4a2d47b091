import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createReceiver } from '../support/receiver.js';
import { startCli, startStage } from './cli-runs.js';
import { PAID, prepareRunPlace, REFUSED } from './run-place.js';

const place = prepareRunPlace();
const { closing, run, runAtApp, write } = place;

describe('what a run says', () => {
  test('passes with exit code 0 and one line when the app does what was expected', async () => {
    write({ 'paid.yaml': PAID });
    const { code, out, err } = await runAtApp('paid.yaml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^passed {2}paid {2}\S+ m?s\n1 passed in \S+ m?s\n$/);
    expect(place.app.requests.length).toBeGreaterThan(0);
  });

  test('fails with exit code 1 and tells file, line, what was expected, seen and nearest', async () => {
    write({ 'paid.yaml': PAID, 'sub/refused.yaml': REFUSED });
    const { code, out } = await runAtApp('.');
    expect(code).toBe(1);
    expect(out).toMatch(/^passed {2}paid/m);
    expect(out).toMatch(/^failed {2}sub\/refused/m);
    expect(out).toContain('        sub/refused.yaml:8:5  expect\n');
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
      readFileSync(join(place.folder, form), 'utf8'),
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
    const settings = JSON.stringify({ webhookUrls: [`${place.app.url}/hook`] });
    await fetch(`${stage.url}/_paystage/api/accounts/securepayapi`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: settings,
    });
    const named = await run('paid.yaml', '--url', stage.url, '--json');
    expect(JSON.parse(named.out)).toMatchObject({ scenarios: [{ withoutTarget: [] }] });
  });
});

describe('Ctrl-C', () => {
  test('ends the run with what is known, in every report', async () => {
    write({ 'a-paid.yaml': PAID, 'b-waits.yaml': `  - wait: { ms: 600s }\n${PAID}`, 'c-never.yaml': PAID });
    const flags = [
      '--port',
      '0',
      '--target',
      `securepayapi=${place.app.url}`,
      '--report',
      'json=out.json',
      '--log',
      'out.ndjson',
    ];
    const long = startCli(['run', '.', ...flags], { cwd: place.folder });
    await long.waitForLine(/^passed {2}a-paid/);
    expect(await long.stop('SIGINT')).toBe(130);
    expect(long.out()).toMatch(/^broken {2}b-waits/m);
    expect(long.out()).toMatch(/^not played c-never\n1 passed, 1 broken, 1 not played in .*; stopped by hand$/m);
    const report = JSON.parse(readFileSync(join(place.folder, 'out.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'failed', stopped: 'signal', counts: { passed: 1, broken: 1, notPlayed: 1 } });
    expect(readFileSync(join(place.folder, 'out.ndjson'), 'utf8')).toContain('"attempt.finished"');
  });
});

describe('Ctrl-C while the app hangs', () => {
  test.each([
    ['a step that waits for it', `  - create: { amount: 2000 }\n  - pay: {}\n  - expect: { acknowledged: true, within: 60s }\n`],
    ['a step that passed and lets it settle', '  - create: { amount: 2000 }\n  - pay: {}\n  - expect: { status: SUCCEEDED }\n'],
    ['a call of it', `  - call: { url: '$HANG', within: 60s, expect: { status: 200 } }\n`],
  ])('ends the run at %s, reports written', async (_title, steps) => {
    const hanging = await createReceiver(() => new Promise(() => {}));
    closing.push(() => hanging.close());
    write({ 'a-hangs.yaml': steps.replace('$HANG', hanging.url) });
    const flags = ['--port', '0', '--target', `securepayapi=${hanging.url}`, '--report', 'json=out.json'];
    const stuck = startCli(['run', '.', ...flags], { cwd: place.folder });
    await hanging.waitForRequests(1);
    expect(await stuck.stop('SIGINT')).toBe(130);
    expect(stuck.out()).toMatch(/^broken {2}a-hangs/m);
    const report = JSON.parse(readFileSync(join(place.folder, 'out.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'failed', stopped: 'signal', counts: { broken: 1 } });
  });
});
