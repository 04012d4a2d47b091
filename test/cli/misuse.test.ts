import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verbs } from '../../server/cli/verbs.js';
import { CLI } from '../support/cli-process.js';
import { runCli, runInProcess } from './cli-runs.js';

test.each([
  [['strat'], 'error: Unknown command \'strat\'.\nhint: Did you mean "paystage start"?\n'],
  [['stop'], "error: Unknown command 'stop'.\nhint: A stage stops with Ctrl-C where it was started.\n"],
  [['test'], 'error: Unknown command \'test\'.\nhint: Did you mean "paystage run"?\n'],
  [['strat', '--help'], 'error: Unknown command \'strat\'.\nhint: Did you mean "paystage start"?\n'],
  [['help', 'strat'], 'error: Unknown command \'strat\'.\nhint: Did you mean "paystage start"?\n'],
  [['help', 'xyzzy'], 'error: Unknown command \'xyzzy\'.\nhint: "paystage --help" lists all commands.\n'],
  [['xyzzy'], 'error: Unknown command \'xyzzy\'.\nhint: "paystage --help" lists all commands.\n'],
  [
    ['run', 'x.yaml', '--report', 'junit', '--output', 'out.xml'],
    "error: Unknown option '--output'.\nhint: The file stands behind the form: --report junit=out.xml.\n",
  ],
  [
    ['trigger', 'x', '--out', 'out.xml'],
    "error: Unknown option '--out'.\nhint: The file stands behind the form: --report junit=out.xml.\n",
  ],
  [['start', '--prot', '1'], "error: Unknown option '--prot'.\nhint: Did you mean --port?\n"],
  [
    ['init', 'payments', '--dir', 'tests'],
    'error: There is one folder for the scenarios, and two are named: payments and tests.\nhint: Leave --dir out: it means the same as the folder.\n',
  ],
  [
    ['check', 'secpaid', '--port', '0', '--endpoint', 'http://localhost:1/', '--probe', 'node "a b.mjs" "c.mjs {externalid}'],
    'error: --probe: a quote is opened in the command with " and not closed.\nhint: Close it, or put a word that has it as a letter into quotes of the other kind.\n',
  ],
  [
    ['check', 'secpaid', '--port', '0', '--endpoint', 'http://localhost:1/', '--create', "node it's.mjs"],
    "error: --create: a quote is opened in the command with ' and not closed.\nhint: Close it, or put a word that has it as a letter into quotes of the other kind.\n",
  ],
  [['pay'], 'error: Missing required argument \'id\'.\nhint: "paystage pay --help" lists what it takes.\n'],
  [[], 'error: No command was given.\nhint: Run "paystage start", or "paystage --help" for all commands.\n'],
  [['start', '--port', '80000'], 'error: --port: expected a whole number from 0 to 65535, found "80000".\n'],
  [['start', '--port', '0x10'], 'error: --port: expected a whole number from 0 to 65535, found "0x10".\n'],
  [['start', '--speed', 'fast'], 'error: --speed: expected a number from 0 to 1000000, found "fast".\n'],
  [
    ['start', '--memory', '--data', 'x'],
    'error: --memory and --data exclude each other.\nhint: --memory keeps nothing on disk; leave one of them out.\n',
  ],
  [
    ['start', '--memory', '--secpaid-endpoint', 'http://localhost:1/a,3000'],
    'error: --secpaid-endpoint: expected an absolute http or https URL, found "http://localhost:1/a,3000".\nhint: Did you mean "http://localhost:3000"?\n',
  ],
  [
    ['start', '--token', 'two words'],
    "error: --token: expected a token of at least 6 letters, digits and -._~!#$%&'*+^`|, without spaces, found something else.\n",
  ],
  [
    ['start', '--memory', '--host', '0.0.0.0', '--port', '0'],
    'error: Listening on 0.0.0.0 opens the harness to the network, so it needs a token.\n',
  ],
  [['payments', '--port', '1'], 'error: No stage answers at http://localhost:1.\nhint: Start one with "paystage start"'],
])('%j ends with 2 and says what to do', async (args, message) => {
  const { code, out, err } = await runInProcess(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.slice(0, message.length)).toBe(message);
});

test('with --json a failure is one JSON object on stderr', async () => {
  const { code, out, err } = await runCli(['payments', '--json', '--port', '1']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(JSON.parse(err)).toEqual({ error: { code: 'no_stage', message: expect.any(String), hint: expect.any(String) } });
});

test('a variable is named when its value is wrong, and an empty one counts as absent', async () => {
  const wrong = await runInProcess(['payments'], { PAYSTAGE_PORT: 'abc' });
  expect(wrong).toMatchObject({ code: 2, err: 'error: PAYSTAGE_PORT: expected a whole number from 0 to 65535, found "abc".\n' });
  expect((await runInProcess(['payments', '--port', '1'], { PAYSTAGE_PORT: '' })).err).toContain('http://localhost:1.');
});

test('every verb explains itself with examples', async () => {
  const { code, out } = await runInProcess(['--help']);
  expect(code).toBe(0);
  const names = [...out.matchAll(/^ {2}([a-z]+) {2,}[a-z]/gm)].map(([, name]) => name ?? '');
  expect(names).toEqual(expect.arrayContaining(['start', 'env', 'payments', 'tail', 'clock', 'reset']));
  const helps = await Promise.all(names.map((name) => runInProcess(['help', ...(name === 'help' ? [] : [name])])));
  for (const help of helps) expect(help).toMatchObject({ code: 0, err: '' });
  const explained = names.flatMap((name, index) => (helps[index]?.out.includes('Examples:\n  $ paystage ') ? [name] : []));
  expect(explained).toEqual(names.filter((name) => name !== 'help'));
  expect(helps[0]?.out).toMatch(/--secpaid-endpoint <url>[\s\S]*--securepayapi-webhook <url>/);
});

test('help about help is the help', async () => {
  const [help, helpHelp] = await Promise.all([runInProcess(['help']), runInProcess(['help', 'help'])]);
  expect(helpHelp).toEqual(help);
  expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('paystage demo') });
});

test('the exit codes of the help name what a signal comes to, and data of a newer version', async () => {
  const { out } = await runInProcess(['--help']);
  expect(out).toMatch(/^ {2}4 {4}the data is damaged, or was written by a newer version$/m);
  expect(out).toMatch(/^ {2}130 {2}stopped with Ctrl-C before the verdict \(143: with SIGTERM\)$/m);
  for (const name of ['check', 'diagnose', 'doctor', 'run'])
    expect((await runInProcess(['help', name])).out.replace(/\s+/g, ' ')).toContain('130 when it was stopped with Ctrl-C');
});

test('the process ends with the code, and prints nothing but the message', async () => {
  const message = "error: Unknown option '--prot'.\nhint: Did you mean --port?\n";
  expect(await runCli(['start', '--prot', '1'])).toEqual({ code: 2, out: '', err: message });
  expect(await runCli(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
});

test.each(verbs.map(({ name }) => name))(
  'the help of %s fits a terminal of 80 columns, has examples, and options in one order',
  async (name) => {
    const { code, out } = await runInProcess([name, '--help']);
    expect(code).toBe(0);
    const [text = '', examples = ''] = out.split('\nExamples:\n');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    // What wraps stands behind the column it began in: a list in a description has to be short enough by itself.
    const [, description = ''] = /^Usage: .*\n\n([\s\S]*?)\n\n/.exec(text) ?? [];
    const lines = description.split('\n');
    const listed = lines.findIndex((line) => line.startsWith(' '));
    if (listed >= 0) expect(lines.slice(listed).filter((line) => !line.startsWith('  '))).toEqual([]);
    expect(examples).toMatch(new RegExp(`^ {2}\\$ paystage ${name}`, 'm'));
    const groups = ['Arguments:', 'Options:', 'Which stage, and how to print:'];
    const found = text.split('\n').filter((line) => groups.includes(line));
    expect(found).toEqual(groups.filter((group) => found.includes(group)));
  },
);

test.skipIf(!existsSync('/dev/full'))('a result that could not be written is no success', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [CLI, '--help'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  closeSync(full);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^paystage: what was printed is lost, stdout cannot be written: .*ENOSPC/);
});
