import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, runCli, runInProcess, runJson, startStage } from './cli-runs.js';

const folder = makeFolder();
let count = 0;
afterAll(folder.remove);

/** A folder with a configuration file in it. */
function makeConfig(text: string, name = 'paystage.config.yaml'): string {
  const cwd = join(folder.path, String(count++));
  mkdirSync(cwd);
  writeFileSync(join(cwd, name), text);
  return cwd;
}

/** Starts with a configuration that must be refused before anything starts. */
const start = (cwd: string) => runInProcess(['start', '--memory', '--port', '0', '--config', join(cwd, 'paystage.config.yaml')]);

test('a folder under the name of the configuration is not passed over', async () => {
  const cwd = makeConfig('port: 0', 'aside.yaml');
  mkdirSync(join(cwd, 'paystage.config.yaml'));
  const { code, out, err } = await runCli(['payments', '--port', '1'], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('error: paystage.config.yaml is a folder; under this name the configuration is looked for.');
});

test.skipIf(process.platform === 'win32')('what never ends is not read to its end', async () => {
  const { code, err } = await runInProcess(['payments', '--config', '/dev/zero']);
  expect(code).toBe(2);
  expect(err).toContain('error: /dev/zero is longer than 1048576 bytes, which no configuration file is.');
});

test.each([
  ['port: 80000', 'paystage.config.yaml:1:7: port: expected a whole number from 0 to 65535, found 80000.', null],
  ['memory: true\nprot: 1', 'paystage.config.yaml:2:1: there is no key "prot".', 'Did you mean "port"?'],
  ['quiet: maybe', 'paystage.config.yaml:1:8: quiet: expected true or false, found "maybe".', null],
  ['fresh: true', 'paystage.config.yaml:1:1: there is no key "fresh".', 'It is about one run only: give it as --fresh.'],
  [
    'secpaidEndpoint:\n  - localhost:3000/hook',
    'paystage.config.yaml:2:3: secpaidEndpoint: expected an absolute http or https URL, found ["localhost:3000/hook"].',
    'Did you mean "http://localhost:3000/hook"?',
  ],
  ['accounts:\n  secpay: {}', 'paystage.config.yaml:2:3: there is no key "secpay" in accounts.', 'Did you mean "secpaid"?'],
  [
    'accounts:\n  secpaid:\n    settings:\n      webhookFromat: form',
    'paystage.config.yaml:4:7: there is no key "webhookFromat" in accounts.secpaid.settings.',
    'Did you mean "webhookFormat"?',
  ],
  [
    'accounts:\n  secpaid:\n    webhookFormat: form',
    'paystage.config.yaml:3:5: there is no key "webhookFormat" in accounts.secpaid.',
    'It is a setting: write it below "settings:".',
  ],
  [
    'accounts:\n  secpaid:\n    keys:\n      token: "hush hush "',
    'paystage.config.yaml:4:14: accounts.secpaid.keys.token: expected a key without blanks or line breaks around it.',
    null,
  ],
  ['port: [1', 'paystage.config.yaml:1:9: ', null],
  [
    'a: &x 1\nb: *x',
    'paystage.config.yaml: anchors and aliases (& and *) are not supported.',
    'Write the value out at each place.',
  ],
  ['port: !!js/function "x"', 'paystage.config.yaml:1:7: ', null],
  ['port: 1\nport: 2', 'paystage.config.yaml:2:1: ', null],
  ['- port', 'paystage.config.yaml:1:1: the file: expected a map of keys and values, found ["port"].', null],
])('D5 refuses %j before anything starts', async (text, message, hint) => {
  const cwd = makeConfig(text);
  const { code, out, err } = await start(cwd);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.replaceAll(`${cwd}/`, '')).toContain(`error: ${message}`);
  expect(err).not.toContain('hush');
  if (hint !== null) expect(err).toContain(`hint: ${hint}\n`);
});

test('D5 a configuration that is nested too deeply is refused as that', async () => {
  for (const text of ['['.repeat(5_000), '{a: '.repeat(5_000), '- '.repeat(5_000)]) {
    const { code, out, err } = await start(makeConfig(text));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: .*paystage\.config\.yaml:1:\d+: maps and lists are nested too deeply\.\n/);
  }
});

test.each(['---\nport: 1\n---\ntoken: abcdefgh\n', 'port: 1\n...\ntoken: abcdefgh'])(
  'D5 of several documents none is dropped without a word: %j',
  async (text) => {
    const cwd = makeConfig(text);
    const { code, out, err } = await runInProcess(['payments', '--config', join(cwd, 'paystage.config.yaml')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.replaceAll(`${cwd}/`, '')).toBe(
      'error: paystage.config.yaml:3:1: a second document begins here; a configuration is one document.\n',
    );
  },
);

test('a document may begin and end as YAML documents do', async () => {
  const cwd = makeConfig('---\nport: 1\n...\n', 'one.yaml');
  const { err } = await runInProcess(['payments', '--config', join(cwd, 'one.yaml')]);
  expect(err).toContain('No stage runs on port 1.');
});

test('a setting with a wrong value names its place', async () => {
  const { err } = await start(makeConfig('accounts:\n  secpaid:\n    settings:\n      timeZone: Mars/Olympus'));
  expect(err).toMatch(
    /^error: .*\/paystage\.config\.yaml:4:17: accounts\.secpaid\.settings\.timeZone: .*, found "Mars\/Olympus"\./,
  );
});

test('D5 two configuration files, a missing one and an oversized one are refused', async () => {
  const cwd = makeConfig('port: 0');
  writeFileSync(join(cwd, 'paystage.config.json'), '{}');
  expect(await runCli(['start'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('2 configuration files') });
  expect(await runCli(['start', '--config', 'none.yaml'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('no such file'),
  });
  expect(await start(makeConfig(`# ${'x'.repeat(1_100_000)}`))).toMatchObject({
    code: 2,
    err: expect.stringContaining('longer than 1048576 bytes'),
  });
});

test('a flag wins over a variable, a variable over the file, and a folder in the file is beside it', async () => {
  const cwd = makeConfig('{ "port": 4811, "data": "here" }', 'paystage.config.json');
  const url = async (args: string[], env: Record<string, string> = {}) =>
    (await runJson<Record<string, string>>(['env', ...args], { cwd, env })).PAYSTAGE_URL;
  expect(await url([])).toBe('http://localhost:4811');
  expect(await url([], { PAYSTAGE_PORT: '4812' })).toBe('http://localhost:4812');
  expect(await url(['--port', '4813'], { PAYSTAGE_PORT: '4812' })).toBe('http://localhost:4813');
  const elsewhere = await runJson<Record<string, string>>(['env', '--config', join(cwd, 'paystage.config.json')], {
    cwd: folder.path,
  });
  expect(elsewhere.SECPAID_TOKEN).toBe((await runJson<Record<string, string>>(['env'], { cwd })).SECPAID_TOKEN);
});

test('keys and settings of the file count for the run', async () => {
  const cwd = makeConfig(
    'accounts:\n  secpaid:\n    keys: { token: my-own-token }\n    settings: { payment_endpoint: "http://localhost:3000/hook" }\nport: 0\n',
  );
  const stage = await startStage(['--json'], { cwd });
  try {
    const ready = JSON.parse(stage.out().split('\n')[0] ?? '');
    expect(ready.providers[0].targets[0].urls).toEqual(['http://localhost:3000/hook']);
    expect((await runJson<Record<string, string>>(['env', '--url', stage.url])).SECPAID_TOKEN).toBe('my-own-token');
  } finally {
    await stage.stop();
  }
});
