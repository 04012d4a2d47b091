import { expect, test } from 'vitest';
import { ord1 } from '../../../server/checks/catalogue/ord-1.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(ord1, [
  {
    provider: 'securepayapi',
    broken: 'ORD-1-follows-the-last-news.mjs',
    verdict: 'fail',
    says: /after event SUCCEEDED, event INIT/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'ORD-1-follows-the-last-news.mjs',
    verdict: 'fail',
    says: /after event Success, the return of the browser the order was not paid/,
    withoutProbe: 'inconclusive',
  },
]);

test('ORD-1 plays as many orders as the requests allow, and says so', async () => {
  const harness = await startHarness();
  const judge = (provider: string, requests: number) =>
    judgeOne(harness, { check: ord1, provider, file: 'reference/http.mjs', requests });
  expect(await judge('securepayapi', 200)).toMatchObject({
    verdict: 'pass',
    sentence: expect.stringContaining('all 24 orders of 4 messages'),
  });
  expect(await judge('securepayapi', 50)).toMatchObject({
    verdict: 'pass',
    sentence: expect.stringContaining('12 of 24 orders (as many as the requests of the run allow) of 4 messages'),
  });
  expect((await judge('securepayapi', 8)).verdict).toBe('inconclusive');
  expect(await judge('secpaid', 200)).toMatchObject({
    verdict: 'pass',
    sentence: expect.stringContaining('all 2 orders of 2 messages, and with the event long after the return of the browser'),
  });
  await harness.close();
});

test('ORD-1 judges the orders that the requests allow where the app lets news come again', async () => {
  const harness = await startHarness();
  const judge = (requests: number) =>
    judgeOne(harness, {
      check: ord1,
      provider: 'securepayapi',
      file: '../../test/checks/receivers/waits-for-the-first.mjs',
      requests,
    });
  const { verdict, sentence, evidence } = await judge(50);
  expect(`${verdict}: ${sentence}`).toMatch(/^pass: The app was told of payments in \d+ of 24 orders \(as many/);
  const tried = Number(/in (\d+) of 24/.exec(sentence)?.[1]);
  expect(tried).toBeGreaterThan(2);
  expect(tried).toBeLessThan(12);
  expect(evidence).toHaveLength(tried);
  expect(await judge(300)).toMatchObject({ verdict: 'pass', sentence: expect.stringContaining('all 24 orders') });
  await harness.close();
});
