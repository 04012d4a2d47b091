import { expect, test } from 'vitest';
import { readPayment } from '../../support/harness.js';
import { payInBrowser, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage({ accounts: { secpaid: { settings: { webhookBeforeRedirect: false } } } });

test('redirect-last: the browser waits until the webhook was answered', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-last' });
  let answer = (): void => {};
  stage.receiver.replyWith(() => new Promise((resolve) => (answer = () => resolve({ status: 200 }))));
  let isBack = false;
  const paying = payInBrowser(stage.harness, id).then((reply) => {
    isBack = true;
    return reply;
  });
  await stage.receiver.waitFor(({ url }) => url === '/hook');
  expect(isBack).toBe(false);
  const listTypes = async () => (await stage.records()).map(({ type }) => type);
  expect(await listTypes()).not.toContain('redirect.issued');
  answer();
  expect((await paying).status).toBe(302);
  const types = await listTypes();
  expect(types.indexOf('attempt.finished')).toBeLessThan(types.indexOf('redirect.issued'));
});

test('redirect-last: every other callback URL waits as the browser does', async () => {
  const at = (path: string) => `${stage.receiver.url}${path}`;
  const id = await stage.createLink({ callback_url: `${at('/back')},${at('/other')}` });
  await stage.set({ fault: 'redirect-last' });
  stage.receiver.replyWith({ behaviour: 'reset' });
  await payInBrowser(stage.harness, id);
  await stage.settle();
  const types = (await stage.records()).map(({ type }) => type);
  expect(types.indexOf('attempt.finished')).toBeLessThan(types.indexOf('callback.called'));
  expect(stage.receiver.requests.map(({ url }) => url.split('?')[0])).toEqual(['/hook', '/other']);
});

test('redirect-last: a first attempt that failed is enough', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-last' });
  stage.receiver.replyWith({ behaviour: 'reset' });
  expect((await payInBrowser(stage.harness, id)).status).toBe(302);
  expect(await stage.attempts(id)).toMatchObject([{ code: 'reset' }]);
});

test('redirect-last: a browser that left meanwhile was not sent back', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-last' });
  let answer = (): void => {};
  stage.receiver.replyWith(() => new Promise((resolve) => (answer = () => resolve({ status: 200 }))));
  const leaving = new AbortController();
  const left = payInBrowser(stage.harness, id, leaving.signal).catch(() => 'left');
  await stage.receiver.waitFor(({ url }) => url === '/hook');
  leaving.abort();
  expect(await left).toBe('left');
  // Of its call there is a record now, and no answer in it.
  const listAnswers = async () =>
    (await stage.records()).flatMap((record) =>
      record.type === 'page.served' && record.request.method === 'POST' ? [record.response.status] : [],
    );
  await expect.poll(listAnswers).toEqual([0]);
  answer();
  await stage.settle();
  expect((await readPayment(stage.harness, id)).redirects).toEqual([]);
  expect((await stage.records()).map(({ type }) => type)).not.toContain('redirect.issued');
});
