import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { createOutput } from '../../server/cli/output.js';
import { formatError } from '../../server/cli/report-error.js';
import { createStageReporter } from '../../server/cli/stage-reporter.js';
import { runInProcess, type Stage, startCli, startStage } from '../cli/cli-runs.js';
import { createLink, payAsCustomer, readEnvironment } from '../cli/stage-apps.js';
import { answer } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { sendRaw } from '../support/raw-http.js';

/** What terminals have been made to do by a text: each ends with a word that shows that it was printed at all. */
const ESCAPES = [
  '\u001b[31mcolour',
  '\u001b[2J\u001b[Hclears',
  '\u001bcresets',
  '\u001b[6nasks-where-it-is',
  '\u001b]0;title\u0007names-the-window',
  '\u001b]8;;http://evil.example\u001b\\links\u001b]8;;\u001b\\',
  '\u001b]52;c;cm0gLXJmIH4K\u0007clipboard',
  '\u001b]1337;File=inline=1:AAAA\u0007picture',
  '\u001bP$q"p\u001b\\device-string',
  '\u001b_application\u001b\\command',
  '\u001b[?1049hother-screen',
  '\u001b[20tresizes',
  '\u009b31mcolour-in-one-byte',
  '\u009d0;title\u009ctitle-in-one-byte',
  '\u0090string\u009cdevice-in-one-byte',
  'overwritten\rforged-line',
  'erased\u0008\u0008\u0008\u0008typed-over',
  'bell\u0007rings',
  'nul\u0000byte',
  'delete\u007fcharacter',
  'shift\u000eout\u000fin',
  'form\u000cfeed\u000bvertical',
  'line\u2028separator\u2029paragraph',
  'mark\u202eturned\u202c\u2066isolated\u2069',
  'many\n\n\u001b[1A\u001b[2Klines',
];
/** Whatever a terminal obeys; a line feed ends a line of ours. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

let target: BadTarget;
let stage: Stage;
beforeAll(async () => {
  target = await BadTarget.start();
  stage = await startStage(['--secpaid-endpoint', target.url('/')]);
});
afterAll(async () => {
  await stage.stop('SIGKILL');
  await target.close();
});

function expectPlain(text: string, where: string): void {
  const at = text.search(OBEYED);
  expect(at === -1 ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20)), where).toBe('');
}

test('SEC-14 the stage prints notes, answers, status texts, hosts and paths without anything that a terminal obeys', async () => {
  const env = await readEnvironment(stage.url);
  const { host } = new URL(stage.url);
  for (const text of ESCAPES) {
    target.next(answer(500, { headers: [['X-A', text.replace(/[\r\n\0]/g, ' ')]], body: text }));
    await payAsCustomer(env, await createLink(env, { recipient_note: text }));
    const line = Buffer.from(text.replace(/[\r\n\0 ]/g, '')).toString('latin1');
    await sendRaw(stage.url, ['GET / HTTP/1.1', `Host: ${line}`]);
    await sendRaw(stage.url, ['POST /_paystage/api/reset HTTP/1.1', `Host: ${host}`, `Origin: ${line}`]);
    await sendRaw(stage.url, [`GET /secpaid/${encodeURIComponent(text)} HTTP/1.1`, `Host: ${host}`, `Token: ${line}`]);
  }
  await stage.waitForLine(/lines/);
  await expect.poll(() => stage.out()).toContain('typed-over');
  expectPlain(stage.out(), 'stdout');
  expectPlain(stage.err(), 'stderr');
});

test.each([
  ['payments', '--limit', '100'],
  ['payments', '--json'],
  ['payments', '50001'],
  ['holds'],
  ['faults'],
  ['export', '--out', '-'],
])('SEC-14 so do the verbs that tell what came over the wire: paystage %s %s', async (...args) => {
  const { out, err } = await runInProcess([...args, '--url', stage.url]);
  expect(out.length + err.length).toBeGreaterThan(20);
  // JSON escapes the rest; what it leaves as it is comes out as it went in when it is written to a file.
  expectPlain(
    args.includes('export') ? out.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '') : out,
    'stdout',
  );
  expectPlain(err, 'stderr');
});

test('SEC-14 so do the verbs about holds as JSON, and they tell the same values', async () => {
  const env = await readEnvironment(stage.url);
  await runInProcess(['hold', 'webhook', '--url', stage.url]);
  // An address is kept as it was written.
  await payAsCustomer(env, await createLink(env, { payment_endpoint: target.url('/\u202eturned') }));
  for (const args of [
    ['holds', '--json'],
    ['release', '--json'],
    ['faults', '--json'],
  ]) {
    const { out, err } = await runInProcess([...args, '--url', stage.url]);
    expectPlain(out, args.join(' '));
    expectPlain(err, args.join(' '));
    if (args[0] === 'holds') expect(JSON.stringify(JSON.parse(out))).toContain('turned');
  }
});

test('SEC-14 a recorded scenario is harmless in the terminal and in its file, and means the same', async () => {
  const env = await readEnvironment(stage.url);
  for (const text of ESCAPES) {
    const id = await createLink(env, { recipient_note: text });
    await payAsCustomer(env, id);
    const { out, err } = await runInProcess(['record', id, '--url', stage.url]);
    expectPlain(out, JSON.stringify(text));
    expectPlain(err, JSON.stringify(text));
    // An address in it is written as one of the app's.
    if (!text.includes('http')) expect(JSON.stringify(parse(out))).toContain(JSON.stringify(text).slice(1, -1));
  }
});

test('SEC-14 an argument that holds escapes is told back without them', async () => {
  for (const text of ESCAPES) {
    const word = text.replaceAll('\0', '');
    const { out, err } = await runInProcess(['payments', word, '--url', stage.url]);
    expectPlain(out + err, JSON.stringify(word));
  }
});

test('SEC-14 the live view prints none of it either', async () => {
  const tail = startCli(['tail', '--plain', '--from', '1', '--url', stage.url]);
  await tail.waitForLine(/typed-over/);
  await tail.stop();
  expectPlain(tail.out() + tail.err(), 'tail');
});

test('SEC-14 an error that is told with its stack and its cause holds none of it', () => {
  vi.stubEnv('PAYSTAGE_DEBUG', '1');
  const told: string[] = [];
  const reporter = createStageReporter({ ...createOutput(process), note: (text) => void told.push(text) }, false);
  for (const [index, text] of ESCAPES.entries()) {
    const error = new Error(`answered ${text}`, { cause: new Error(`caught ${text}`) });
    reporter.notice({ level: 'error', message: `defect ${index}`, detail: error });
    told.push(formatError(error, false, process.env));
  }
  vi.unstubAllEnvs();
  expect(told.join('\n')).toMatch(/ {4}at .*sec-14-terminal-text.*caused by Error: caught/s);
  expectPlain(told.join('\n'), 'stderr');
});
