import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hmac, startVerifier, type VerifyingReceiver } from '../diagnosis/verifying-receiver.js';
import { PATIENCE_MS } from '../support/patience.js';
import { makeFolder, runCli, runInProcess, runJson, type Stage, startCli, startStage } from './cli-runs.js';
import { createIntent, readEnvironment, startPaying } from './stage-apps.js';

const SECRET = 'sp_secret_Kq7w2N5xT8bV1mZ4cR6yE3uJ9aHdGfLs';
const folder = makeFolder();
const apps: VerifyingReceiver[] = [];
let right: VerifyingReceiver;
let dotted: VerifyingReceiver;

beforeAll(async () => {
  right = await startVerifier(SECRET);
  dotted = await startVerifier(SECRET, {
    expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex'),
  });
  apps.push(right, dotted);
});
afterAll(async () => {
  for (const app of apps) await app.close();
  folder.remove();
});

const nowhere = () => ['--data', join(folder.path, 'none'), '--port', '0'];
const run = (...args: string[]) => runCli([...args, ...nowhere()], { cwd: folder.path });

describe('diagnose', () => {
  test('names the cause, the fix and a curl, and ends with 1', async () => {
    const { code, out, err } = await run('diagnose', '--endpoint', dotted.url, '--secret', SECRET, '--snippet', 'koa');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n')[0]).toBe('wrong  Your app puts a dot between timestamp and body.');
    expect(out).toMatch(/separator-inserted, certain; \d+ requests to http:\/\/127\.0\.0\.1/);
    expect(out).toMatch(/^> {2}204 .* a receiver that puts a dot between timestamp and body$/m);
    expect(out).toContain('Fix  Sign the value of X-Timestamp');
    expect(out).toContain('export const app = new Koa();');
    expect(out).toMatch(/curl -i 'http:\/\/127\.0\.0\.1:\d+\/webhooks' \\\n {2}-H 'Content-Type: application\/json' \\/);
    expect(out).not.toContain(SECRET);
  });

  test('ends with 0 when the app verifies as it should', async () => {
    const { code, out } = await run('diagnose', 'securepayapi', '--securepayapi-webhook', right.url, '--secret', SECRET);
    expect(code).toBe(0);
    expect(out).toMatch(/^right {2}Your app verifies as it should/);
    expect(out).not.toContain('curl');
  });

  test('as JSON', async () => {
    const { code, out } = await run('diagnose', '--endpoint', dotted.url, '--secret', SECRET, '--json');
    expect(code).toBe(1);
    const told = JSON.parse(out) as { diagnosis: { cause: { id: string } }; probes: { id: string; status: number }[] };
    expect(told.diagnosis).toMatchObject({ isRight: false, confidence: 'certain', cause: { id: 'separator-inserted' } });
    expect(told.probes[0]).toMatchObject({ id: 'genuine', status: 401 });
    expect(out).not.toContain(SECRET);
  });

  describe('on the stage that runs', () => {
    let stage: Stage;
    let own: VerifyingReceiver;
    beforeAll(async () => {
      const app = await startVerifier('sp_secret_another');
      stage = await startStage(['--securepayapi-webhook', app.url]);
      own = await startVerifier((await readEnvironment(stage.url)).SECUREPAYAPI_SECRET_KEY ?? '');
      apps.push(app, own);
    });
    afterAll(() => stage.stop());
    const runAt = (...args: string[]) => runCli([...args, '--url', stage.url]);

    test('the secret and the address are those of the stage, unless others are given', async () => {
      expect((await runAt('diagnose', '--endpoint', own.url)).code).toBe(0);
      expect(await runAt('diagnose')).toMatchObject({ code: 1, out: expect.stringContaining('wrong-secret, possible') });
      expect((await runAt('diagnose', '--secret', 'sp_secret_another')).code).toBe(0);
    });

    test('one of its deliveries is sent where it went', async () => {
      await startPaying(stage.url, createIntent);
      const { payments } = await runJson<{ payments: { id: string }[] }>(['payments', '--url', stage.url]);
      const id = payments[0]?.id ?? '';
      const view = await runJson<{ events: { deliveries: { id: string }[] }[] }>(['payments', id, '--url', stage.url]);
      const deliveryId = view.events[0]?.deliveries[0]?.id ?? '';
      expect(await runAt('diagnose', deliveryId)).toMatchObject({ code: 1, out: expect.stringContaining('wrong-secret') });
      expect((await runAt('diagnose', deliveryId, '--endpoint', own.url)).code).toBe(0);
      expect(await runAt('diagnose', 'dlv_999_9')).toMatchObject({ code: 2, err: expect.stringContaining('"dlv_999_9"') });
    });
  });

  test.each([
    [['diagnose', '--secret', SECRET], 'Where does your app listen?'],
    [['diagnose', '--endpoint', 'http://localhost:1/'], '--secret is missing'],
    [['diagnose', 'dlv_1_1'], 'No stage runs'],
    [['diagnose', 'securepay', '--endpoint', 'http://localhost:1/'], 'Did you mean "securepayapi"?'],
    [['diagnose', 'secpaid', '--endpoint', 'http://localhost:1/'], 'SecPaid signs nothing'],
    [['diagnose', '--endpoint', 'http://192.0.2.1/', '--secret', SECRET], 'lies outside this machine'],
    [['diagnose', '--endpoint', 'localhost:3000'], 'Did you mean "http://localhost:3000"?'],
    [['doctor', '--endpoint', 'http://localhost:1/'], 'Name the provider'],
    [['doctor', 'securepay'], 'Did you mean "securepayapi"?'],
    [['doctor'], 'Where does your app listen?'],
    [['doctor', 'securepayapi', '--endpoint', 'http://192.0.2.1/', '--secret', SECRET], 'lies outside this machine'],
  ])('%j ends with 2 and says what to do', async (args, message) => {
    const { code, out, err } = await runInProcess([...args, ...nowhere()]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test('an app that is not there ends with 2', async () => {
    const { code, out } = await run('diagnose', '--endpoint', 'http://127.0.0.1:1/', '--secret', SECRET);
    expect(code).toBe(2);
    expect(out).toContain('Your app does not answer');
  });
});

describe('doctor', () => {
  test('ends with 0 when nothing is wrong', async () => {
    const { code, out, err } = await run('doctor', 'securepayapi', '--endpoint', right.url, '--secret', SECRET);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^warn {5}Stage/m);
    expect(out).toMatch(/^ok {7}Signature check/m);
    expect(out).not.toMatch(/^fail/m);
  });

  test('ends with 1 and says what to do when something is wrong, as JSON too', async () => {
    const { code, out } = await run('doctor', 'securepayapi', '--endpoint', dotted.url, '--secret', SECRET, '--json');
    expect(code).toBe(1);
    const { rows } = JSON.parse(out) as { rows: { id: string; verdict: string; fix?: string }[] };
    expect(rows.find(({ id }) => id === 'check')).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('X-Timestamp') });
    expect(rows.find(({ id }) => id === 'secret')).toMatchObject({ verdict: 'ok' });
  });

  test('looks at every address that the running stage knows', async () => {
    const app = await startVerifier('', { accept: () => true });
    apps.push(app);
    const stage = await startStage([
      '--secpaid-endpoint',
      app.url,
      '--secpaid-callback',
      app.url,
      '--securepayapi-webhook',
      app.url,
    ]);
    const { code, out } = await runCli(['doctor', '--url', stage.url]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {7}Stage +It runs at/m);
    expect(out).toMatch(/^SecPaid$[\s\S]*Way back[\s\S]*^SecurePayAPI$[\s\S]*accepts a forged delivery/m);
    await stage.stop();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %i: nothing more is sent, and what was not seen is unknown', async (signal, exitCode) => {
    const slow = await startVerifier(SECRET, {
      answer: (_isAccepted, response) => void setTimeout(() => response.writeHead(401).end(), 100),
    });
    apps.push(slow);
    const args = ['doctor', 'securepayapi', '--endpoint', slow.url, '--callback', slow.url, '--secret', SECRET];
    const doctor = startCli([...args, ...nowhere()], { cwd: folder.path });
    await vi.waitFor(() => expect(slow.count()).toBeGreaterThan(12), { timeout: PATIENCE_MS, interval: 5 });
    const sent = slow.count();
    expect(await doctor.stop(signal)).toBe(exitCode);
    // One that is under way, and one that began before the signal was heard.
    expect(slow.count()).toBeLessThanOrEqual(sent + 2);
    expect(doctor.out()).toMatch(/^unknown {2}Signature check +It was stopped before that could be told\.$/m);
    expect(doctor.out()).not.toMatch(/^\w+ +(Raw body|Way back)/m);
  });

  test('ends with 2 when nobody answers', async () => {
    const { code, out } = await run('doctor', 'securepayapi', '--endpoint', 'http://127.0.0.1:1/', '--secret', SECRET);
    expect(code).toBe(2);
    expect(out).toMatch(/^fail {5}Reachable/m);
  });
});
