import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatError } from '../../server/cli/report-error.js';
import { HarnessError } from '../../server/domain/errors.js';
import { type CheckedApp, startCheckedApp } from '../support/checked-app.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { makeFolder, runInProcess } from './cli-runs.js';

const PASSWORD = 'geheim-pw77';
const BASIC = `Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`;
const FORMS = ['text', 'json', 'junit', 'html'];
const folder = makeFolder();
let harness: Awaited<ReturnType<typeof startHarness>>;
let app: Receiver;

beforeAll(async () => {
  harness = await startHarness();
  app = await createReceiver();
});
beforeEach(() => {
  app.clear();
  app.replyWith({});
});
afterAll(async () => {
  await harness.close();
  await app.close();
  folder.remove();
});

const withPassword = (url: string) => url.replace('://', `://user:${PASSWORD}@`);

function write(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

/** Runs a verb with a report in every form. @returns what it printed and wrote, by name. */
async function report(verb: string, ...args: string[]): Promise<{ code: unknown; told: Record<string, string> }> {
  const files = FORMS.map((form) => [form, join(folder.path, `${verb}.${form}`)] as const);
  const wanted = files.flatMap(([form, path]) => ['--report', `${form}=${path}`]);
  const { code, out, err } = await runInProcess([verb, ...args, ...wanted, '--url', harness.url]);
  return { code, told: { out, err, ...Object.fromEntries(files.map(([form, path]) => [form, readFileSync(path, 'utf8')])) } };
}

function expectHidden(told: Record<string, string>): void {
  for (const [name, text] of Object.entries(told)) expect(text, name).not.toContain(PASSWORD);
  for (const form of FORMS) expect(told[form], form).toContain('://***@');
}

test('A7 a run calls the app with the password of its address, and tells none', async () => {
  const file = write(
    'refused.yaml',
    `version: 1
name: refused
provider: securepayapi
variables: { app: "${withPassword(app.url)}" }
probe: { url: "\${app}/orders/1" }
steps:
  - create: { amount: 2000 }
  - pay: {}
  - parallel:
      - - expect: { within: 50ms, acknowledged: { event: SUCCEEDED } }
      - - call: { method: GET, url: "\${app}/orders", expect: { status: 200 } }
      - - call: { method: GET, url: "${withPassword('http://127.0.0.1:9')}/nobody" }
      - - expect: { within: 50ms, acted: 1 }
`,
  );
  app.replyWith({ status: 500, body: `{"next":"http://shop","to":"a@b.example"}` });
  const { code, told } = await report('run', file, '--target', `securepayapi=${withPassword(app.url)}/hook`);
  expect(code).toBe(1);
  expect(app.requests.map(({ header }) => header('authorization'))).toContain(BASIC);
  expectHidden(told);
  expect(told.json).toMatch(/event \w+ to http:\/\/\*\*\*@/);
  expect(told.json).toMatch(/GET http:\/\/\*\*\*@[^ ]+\/orders answers 200/);
  expect(told.json).toMatch(/GET http:\/\/\*\*\*@127\.0\.0\.1:9\/nobody failed/);
  expect(told.json).toMatch(/The probe http:\/\/\*\*\*@/);
  // Of what an app answers only URLs are touched.
  expect(told.text).toContain('{"next":"http://shop","to":"a@b.example"}');
});

test('A7 a check run calls the app with the password of its address, and neither a report nor the log tells it', async () => {
  app.replyWith({ status: 401 });
  const address = withPassword(`${app.url}/hook`);
  const { told } = await report('check', 'securepayapi', '--endpoint', address);
  expect(app.requests.map(({ header }) => header('authorization'))).toContain(BASIC);
  expectHidden({ ...told, text: `${told.text} ://***@` });
  const started = [];
  for await (const part of harness.engine.log.read(0)) started.push(...part.filter((line) => line.includes('"check.')));
  expect(started.join()).toContain('"target":"http://***@');
  expect(started.join()).not.toContain(PASSWORD);
  const { runs } = await callControl<{ runs: { target: string }[] }>(harness, 'GET', '/check-runs');
  expect(runs[0]?.target).toBe(address.replace(/user:.*@/, '***@'));
});

test('A7 a check that finds nobody, or that cannot ask, says so without the password', async () => {
  const nobody = withPassword('http://127.0.0.1:9/hook');
  const { told } = await report('check', 'securepayapi', '--endpoint', nobody);
  expectHidden(told);
  expect(told.out).toContain('http://***@127.0.0.1:9/hook did not answer a valid event');
  const secret = harness.engine.accounts.inLane('securepayapi', 'default').keys.secretKey ?? '';
  const trusting: CheckedApp = await startCheckedApp({ secret, isTrusting: true });
  const probes = ['--probe', withPassword(`${app.url}/orders/{externalid}`), '--create', withPassword(`${app.url}/orders`)];
  app.replyWith({ status: 500 });
  for (const given of [probes.slice(0, 2), probes]) {
    const asked = await report('check', 'securepayapi', '--endpoint', trusting.endpoint, ...given, '--settle', '50');
    expectHidden(asked.told);
  }
  await trusting.close();
});

test('A7 doctor and diagnose look at an address with a password, and tell it without', async () => {
  const address = withPassword(`${app.url}/hook`);
  const run = async (...args: string[]) => {
    const { out, err } = await runInProcess([...args, '--url', harness.url]);
    expect(out + err).not.toContain(PASSWORD);
    return out;
  };
  // Where a redirect leads is told with the name and password of where it began, unless somebody takes them out.
  app.replyWith(({ url }) => (url === '/hook' ? { status: 307, headers: { location: '/hook/' } } : {}));
  expect(await run('doctor', 'securepayapi', '--endpoint', address)).toContain(`Give ${address.replace(/user:.*@/, '***@')}/ as`);
  app.replyWith(({ url }) => ({ status: url === '/hook' ? 404 : 204 }));
  expect(await run('doctor', 'securepayapi', '--endpoint', address)).toContain('sent to http://***@');
  app.replyWith({ status: 401 });
  await run('diagnose', 'securepayapi', '--endpoint', address);
  await run('diagnose', 'securepayapi', '--endpoint', address, '--json');
  app.replyWith({ status: 200, body: 'back' });
  expect(await run('doctor', 'secpaid', '--callback', address)).toMatch(/ok +Way back +The browser came back and saw 200/);
});

test.each([
  [
    'run',
    ['--target', 'secpaid=http://user:geheim-pw77@localhost:99999/'],
    '--target secpaid=http://***@localhost:99999/: expected',
  ],
  ['run', ['--target', 'secpaid=user:geheim-pw77@localhost:3000/w'], '--target secpaid=***@localhost:3000/w: expected'],
  ['run', ['--target', 'user:geheim-pw77@localhost:3000/w'], '--target ***@localhost:3000/w: expected'],
  ['run', ['--target', 'secpayd=http://user:geheim-pw77@localhost:1/'], '--target secpayd=http://***@localhost:1/: there is no'],
  ['run', ['--target', 'secpaid=http://user:geheim-pw77@93.184.216.34/'], 'sent to http://***@93.184.216.34/:'],
  ['check', ['--endpoint', 'http://user:geheim-pw77@93.184.216.34/'], 'error: http://***@93.184.216.34/ is not checked'],
  ['check', ['--endpoint', 'user:geheim-pw77@localhost:3000'], 'found "***@localhost:3000"'],
  ['check', ['--endpoint', 'http://localhost:1/', '--probe', 'http://user:geheim-pw77@{x}/'], '--probe: '],
])('A7 %s %j is refused without the password in what is said', async (verb, args, says) => {
  const file = write(
    'paid.yaml',
    'version: 1\nname: paid\nprovider: secpaid\nsteps:\n  - create: {}\n  - pay: {}\n  - expect: { status: Used }\n',
  );
  const what = verb === 'run' ? file : 'securepayapi';
  const { code, out, err } = await runInProcess([verb, what, ...args, '--data', join(folder.path, 'none'), '--port', '0']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(says);
  expect(err).not.toContain(PASSWORD);
});

test('A7 an error for programs, and one with its stack, is as silent about the password', async () => {
  const args = [
    'check',
    'securepayapi',
    '--endpoint',
    withPassword('http://127.0.0.1:9/'),
    '--probe',
    withPassword('http://93.184.216.34/'),
  ];
  const debugging = { PAYSTAGE_DEBUG: '1' };
  for (const err of [
    (await runInProcess([...args, '--url', harness.url, '--json'])).err,
    (await runInProcess([...args, '--url', harness.url], debugging)).err,
    formatError(new HarnessError('x', `a ${withPassword('http://a/')}`), true, {}),
    formatError(new Error(`a ${withPassword('http://a/')}`, { cause: new Error(withPassword('http://a/')) }), false, debugging),
  ]) {
    expect(err).toContain('http://***@');
    expect(err).not.toContain(PASSWORD);
  }
});

test('A7 a file that is wrong is shown without the password of its addresses, with the caret under its place', async () => {
  const file = write(
    'wrong.yaml',
    `version: 1
provider: secpaid
target: { secpaid: { paymentEndpoints: "http://user:${PASSWORD}@localhost:99999/" } }
steps:
  - call: { url: "htp://user:${PASSWORD}@localhost/", mehtod: GET }
  - parallel:
      - call: { url: "http://a-long-user-name:${PASSWORD}@localhost:3000/orders" }
  - call: { url: "htp://a-long-user-name-and-more-of-it:${PASSWORD}@localhost/" }
`,
  );
  expect((await runInProcess(['run', file, '--json'])).err).not.toContain(PASSWORD.slice(0, 6));
  const { code, err } = await runInProcess(['run', file]);
  expect(code).toBe(2);
  expect(err).not.toContain(PASSWORD.slice(0, 6));
  const [line, caret] = err.slice(err.indexOf('  5 |')).split('\n');
  expect(line).toContain('url: "htp://****************@localhost/", mehtod: GET');
  expect(caret?.indexOf('^')).toBe(line?.indexOf('mehtod'));
});
