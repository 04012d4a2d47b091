import { expect, test } from 'vitest';
import type { LogRecord } from '../../../server/index.js';
import { actAsCustomer, callControl } from '../../support/harness.js';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('key-rotated: the key is replaced after the attempt, and the retry is signed with the new one', async () => {
  stage.receiver.replyWith(({ event }) => ({ status: event.endsWith('SUCCEEDED') ? 500 : 204 }));
  const before = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  await stage.set({ fault: 'key-rotated', when: { status: 'SUCCEEDED', attempt: 1 } });
  await stage.payIntent();
  const after = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  expect(after).not.toBe(before);
  stage.receiver.replyWith({ status: 204 });
  await stage.advance(1_000);
  const finals = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  expect(finals.map((request) => [verifies(request, before), verifies(request, after)])).toEqual([
    [true, false],
    [false, true],
  ]);
  const changed = (await stage.records()).find(({ type }) => type === 'account.changed');
  expect(changed).toMatchObject({ rotatedKeys: ['secretKey'] });
  expect(JSON.stringify(await stage.records())).not.toContain(after);
});

test('key-rotated: whoever forgets everything before an answer comes keeps the keys', async () => {
  await stage.set({ fault: 'key-rotated' });
  const before = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  let answer = (): void => {};
  stage.receiver.replyWith(() => new Promise((resolve) => (answer = () => resolve({ status: 204 }))));
  const id = await stage.createIntent();
  await actAsCustomer(stage.harness, id, { action: 'pay', card: 'frictionless' });
  await stage.receiver.waitForRequests(1);
  await callControl(stage.harness, 'POST', '/reset');
  answer();
  await stage.settle();
  expect(stage.harness.env.SECUREPAYAPI_SECRET_KEY).toBe(before);
  expect((await stage.records()).map(({ type }) => type)).not.toContain('account.changed');
});

test('key-rotated: in a repeatable lane the same attempts are signed with the same keys, however the targets race', async () => {
  const endpoints = ['/signed/one', '/signed/other'].map((path) => `${stage.receiver.url}${path}`);
  const play = async (slow: string) => {
    stage.receiver.replyWith(({ url }) => ({ status: 204, delayMs: url === slow ? 60 : 0 }));
    await callControl(stage.harness, 'POST', '/lanes', {
      ...{ name: 'again', seed: 7, clock: 'simulated' },
      accounts: { securepayapi: { settings: { webhookUrls: endpoints } } },
    });
    const lane = <Reply>(method: string, path: string, body?: object) =>
      callControl<Reply>(stage.harness, method, `/lanes/again${path}`, body);
    await lane('POST', '/faults', { fault: 'key-rotated', when: { endpoint: '/signed/other' } });
    const { paymentId } = await lane<{ paymentId: string }>('POST', '/accounts/securepayapi/payments', {});
    await lane('POST', `/payments/${paymentId}/customer`, { action: 'pay', card: 'frictionless' });
    await lane('POST', '/idle', {});
    const { records } = await lane<{ records: LogRecord[] }>('GET', '/records?limit=1000');
    await lane('DELETE', '');
    return records.map(({ seq: _, ...record }) => JSON.stringify(record));
  };
  expect(await play('/signed/other')).toEqual(await play('/signed/one'));
});
