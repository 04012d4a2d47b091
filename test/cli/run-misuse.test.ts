import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess } from './cli-runs.js';
import { PAID, prepareRunPlace } from './run-place.js';

const place = prepareRunPlace();
const { run, runAtApp, write } = place;

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
    expect(place.app.requests).toEqual([]);
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
    ['an empty path', [''], /^error: The path of a scenario is empty\.\nhint: Name a file or a folder\./],
    [
      'a target that can never be allowed',
      ['paid.yaml', '--target', 'securepayapi=http://169.254.169.254/'],
      /never called, with or without --allow-target\.\nhint: Run the app on this machine or in your own network\.\n$/,
    ],
    ['a folder without scenarios', ['empty'], /There is no scenario in empty \(folder\)/],
    ['nothing that fits --grep', ['paid.yaml', '--grep', 'refund'], /None of 1 scenarios is left/],
    ['nothing with that --tag', ['paid.yaml', '--tag', 'slow'], /None of 1 scenarios is left/],
    ['a report with a colon', ['paid.yaml', '--report', 'junit:out.xml'], /hint: Write --report junit=out\.xml\./],
    ['a pattern in quotes', ['*.yaml'], /hint: Leave the quotes away/],
    ['an unknown report', ['paid.yaml', '--report', 'jnit'], /Did you mean "junit"\?/],
    ['two reports for stdout', ['paid.yaml', '--report', 'html', '--json'], /Only one report can go to stdout/],
    ['two reports for one file', ['paid.yaml', '--report', 'html=x', '--report', 'json=x'], /Two things would be written into x/],
    ['one file in two spellings', ['paid.yaml', '--report', 'html=x', '--log', './x'], /Two things would be written into \.\/x/],
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
    mkdirSync(join(place.folder, 'empty'));
    const here = process.cwd();
    process.chdir(place.folder);
    // How a process ends of it is shown above; each row again would take a second.
    const { code, out, err } = await runInProcess(['run', ...args, '--port', '0']).finally(() => process.chdir(here));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test.each([
    ['the scenario that is played', ['paid.yaml', '--report', 'junit=./paid.yaml'], 'paid.yaml'],
    ['a scenario under another name', ['paid.yaml', '--report', 'json=linked.yaml'], 'paid.yaml'],
    ['a scenario that --grep leaves out', ['.', '--grep', 'paid', '--log', 'other.yaml'], 'other.yaml'],
    [
      'the configuration',
      ['paid.yaml', '--config', '.settings/mine.yaml', '--report', 'html=data/../.settings/mine.yaml'],
      '.settings/mine.yaml',
    ],
    ['the keys of the data folder', ['paid.yaml', '--data', 'data', '--log', 'data/accounts.json'], 'data/accounts.json'],
  ])('%s is not replaced by what is written', async (_title, args, file) => {
    write({ 'paid.yaml': PAID, 'other.yaml': PAID });
    mkdirSync(join(place.folder, '.settings'));
    mkdirSync(join(place.folder, 'data'));
    symlinkSync('paid.yaml', join(place.folder, 'linked.yaml'));
    writeFileSync(join(place.folder, '.settings', 'mine.yaml'), 'port: 0\n');
    writeFileSync(join(place.folder, 'data', 'accounts.json'), '{}');
    const before = readFileSync(join(place.folder, file), 'utf8');
    const here = process.cwd();
    process.chdir(place.folder);
    const { code, out, err } = await runInProcess(['run', ...args, '--port', '0']).finally(() => process.chdir(here));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: \S+ is read by this command, and would be replaced\.\nhint: Name another file\.\n$/);
    expect(readFileSync(join(place.folder, file), 'utf8')).toBe(before);
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
    expect(place.app.requests).toEqual([]);
  });

  test('what the environment lacks is found before anything starts', async () => {
    const steps = `  - call: { url: "${place.app.url}/?key=\${env.SHOP_KEY_THAT_IS_MISSING}" }\n`;
    write({ 'paid.yaml': `${steps}${PAID}` });
    const missing = await runAtApp('paid.yaml');
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toContain('SHOP_KEY_THAT_IS_MISSING is not set');
    expect(missing.err).toContain('expected it in the environment');
    expect(place.app.requests).toEqual([]);
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
