import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { PaymentView } from '../../server/http/control/replies.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { runCli, runJson, type Stage, startStage } from './cli-runs.js';
import { type AppEnvironment, createIntent, createLink, readEnvironment } from './stage-apps.js';

let stage: Stage;
let receiver: Receiver;
let env: AppEnvironment;

/** A verb aimed at the stage of this file. */
const run = (...args: string[]) => runCli([...args, '--url', stage.url]);
const runAsJson = <T>(...args: string[]) => runJson<T>([...args, '--url', stage.url]);

beforeAll(async () => {
  receiver = await createReceiver();
  stage = await startStage(['--secpaid-endpoint', `${receiver.url}/secpaid`, '--securepayapi-webhook', `${receiver.url}/spa`]);
  env = await readEnvironment(stage.url);
});

afterAll(async () => {
  await stage.stop();
  await receiver.close();
});

test('env prints what the app needs, and only the provider that was asked for', async () => {
  const dotenv = await run('env');
  expect(dotenv.out.split('\n')[0]).toBe(`PAYSTAGE_URL=${stage.url}`);
  expect(dotenv.out).toContain(`SECPAID_TOKEN=${env.SECPAID_TOKEN}\n`);
  const one = await run('env', '--provider', 'secpaid');
  expect(one.out).toBe(
    dotenv.out
      .split('\n')
      .filter((line) => line.startsWith('SECPAID_'))
      .join('\n')
      .concat('\n'),
  );
  expect(JSON.parse((await run('env', '--format', 'json')).out)).toEqual(env);
  const misspelt = await run('env', '--provider', 'secpade');
  expect(misspelt).toMatchObject({ code: 2, out: '', err: expect.stringContaining('hint: Did you mean "secpaid"?') });
});

test('url prints the page, or the base URL of a provider', async () => {
  expect((await run('url')).out).toBe(`${stage.url}\n`);
  expect((await run('url', 'secpaid')).out).toBe(`${stage.url}/secpaid\n`);
});

test('the start shows keys masked, and no verb but env prints a secret', async () => {
  expect(stage.out()).toMatch(/SECPAID_TOKEN +…\w{2,4}\n/);
  await createLink(env);
  const printed = [await run('payments'), await run('payments', '--json'), await run('tail', '--help'), await run('clock')];
  for (const secret of [env.SECPAID_TOKEN, env.SECUREPAYAPI_SECRET_KEY]) {
    expect([stage.out(), stage.err(), ...printed.flatMap(({ out, err }) => [out, err])].join()).not.toContain(secret);
  }
});

test('payments lists payments in columns, filters them, and counts what it leaves out', async () => {
  const id = await createLink(env, { recipient_note: 'Order\u001b[31m 8' });
  await createLink(env);
  const list = await run('payments', '--limit', '2');
  const [head, , second, count] = list.out.split('\n');
  expect(head).toMatch(/^ID +PROVIDER +AMOUNT +STATUS +CREATED +REFERENCE$/);
  expect(second).toMatch(new RegExp(`^${id} +secpaid +49\\.99 EUR +Unused +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +Order`));
  expect(list.out).not.toContain('\u001b');
  expect(count).toMatch(/^2 of \d+; --limit \d+ shows more\.$/);
  expect((await run('payments', '--status', 'expired')).out).toBe('No payment fits.\n');
  expect(await run('payments', '--provider', 'secpay')).toMatchObject({ code: 2 });
  const { payments } = await runAsJson<{ payments: { id: string }[] }>('payments', '--provider', 'secpaid');
  expect(payments.map((payment) => payment.id)).toContain(id);
});

test('pay says how the payment stands and where the browser goes; the payment then tells its story', async () => {
  const id = await createLink(env, { callback_url: 'http://localhost:3000/back' });
  const paid = await run('pay', id);
  expect(paid).toMatchObject({ code: 0, err: '' });
  expect(paid.out).toContain(
    `Payment ${id} is now Used (paid by card).\nThe browser goes to http://localhost:3000/back?pay_id=${id}`,
  );
  await receiver.waitFor((request) => request.body.includes(id));
  await stage.waitForLine(/back <--.*acknowledged/);
  const story = (await run('payments', id)).out;
  expect(story).toMatch(new RegExp(`^Payment ${id}  secpaid  49\\.99 EUR\n  Status +Used\n`));
  expect(story).toContain('History\n');
  expect(story).toMatch(
    /dlv_\d+_1 {2}POST http:\/\/127.0.0.1:\d+\/secpaid {2}acknowledged\n {6}#1 .* acknowledged: answered 204, which SecPaid accepts\.\n/,
  );
  const again = await run('pay', id, '--json');
  expect(again.code).toBe(2);
  expect(JSON.parse(again.err)).toMatchObject({ error: { code: 'action_not_possible', hint: 'Create another link.' } });
});

test('cancel, settle and staff do what they say', async () => {
  const cancelled = await createLink(env);
  expect((await run('cancel', cancelled)).out).toContain(`Payment ${cancelled} is now Cancelled`);
  const transferred = await createLink(env, { bank_transfer: 'true' });
  await run('pay', transferred, '--method', 'bank-transfer');
  expect((await run('settle', transferred)).code).toBe(0);
  expect((await run('staff', transferred, 'open-dispute')).out).toContain(`Payment ${transferred}: the payer disputes the`);
  const closed = await runAsJson<{ payment: PaymentView }>('staff', transferred, 'close-dispute', '--set', 'result=won');
  expect(closed.payment.id).toBe(transferred);
  expect(await run('staff', transferred, 'open-disputes')).toMatchObject({
    code: 2,
    err: expect.stringContaining('open-dispute'),
  });
});

test('challenge answers the 3-D Secure challenge, and names the steps on the way', async () => {
  const id = await createIntent(env);
  await run('pay', id, '--card', 'challenge');
  expect(await run('challenge', id, 'passs')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "pass"?') });
  expect((await run('challenge', id, 'pass')).out).toContain(
    'is now SUCCEEDED (The payment is captured), after AUTH3DSRESULT, PAYING.',
  );
});

test('redeliver ends with the verdict of its attempt: of a delivery, of a payment, of all', async () => {
  // No attempt but those by hand, however long the commands take.
  await run('clock', 'freeze');
  onTestFinished(async () => void (await run('clock', 'real')));
  receiver.replyWith({ status: 500 });
  const id = await createIntent(env);
  await run('pay', id);
  const { events } = await runAsJson<PaymentView>('payments', id);
  const failed = await run('redeliver', id);
  expect(failed).toMatchObject({ code: 1, err: '' });
  expect(failed.out).toMatch(/by hand .* not acknowledged: answered 500; SecurePayAPI accepts only 204/);
  receiver.replyWith({ status: 204 });
  const first = events[0]?.deliveries[0]?.id ?? '';
  expect(await run('redeliver', first)).toMatchObject({ code: 0, out: expect.stringContaining(first) });
  const rest = await runAsJson<{ deliveries: { status: string }[] }>('redeliver', id, '--all');
  expect(rest.deliveries.map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged']);
  expect(await run('redeliver', id)).toMatchObject({ code: 0, out: expect.stringContaining('was acknowledged') });
  expect(await run('redeliver', 'dlv_0_0')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no delivery and no payment'),
  });
});

test('clock shows, freezes, moves and speeds up the time', async () => {
  expect((await run('clock', 'freeze')).out).toMatch(/^It is \d{4}-.*, and time stands still\.\n/);
  const before = await runAsJson<{ now: string }>('clock');
  const after = await runAsJson<{ now: string }>('clock', 'advance', '1h30m');
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(5_400_000);
  expect((await run('clock', 'speed', '60')).out).toContain('60 times');
  expect((await run('clock', 'speed', '1')).out).toContain('as usual');
  expect((await run('clock', 'real')).out).toContain('as usual');
  const back = await runAsJson<{ now: string }>('clock');
  expect(Math.abs(Date.parse(back.now) - Date.now())).toBeLessThan(60_000);
  expect(await run('clock', 'advance', '10')).toMatchObject({ code: 2, err: expect.stringContaining('a time with a unit') });
  expect(await run('clock', 'advanced')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "advance"?') });
});

test('reset needs a yes, and leaves the keys', async () => {
  expect(await run('reset')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect((await run('reset', '--yes')).out).toMatch(/^\d+ payments forgotten\. Keys and settings are as they were\.\n$/);
  expect(await runAsJson('payments')).toEqual({ payments: [], total: 0 });
  expect((await run('payments')).out).toContain('no payments yet');
  expect(await readEnvironment(stage.url)).toEqual(env);
});
