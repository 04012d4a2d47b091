import { expect, test } from 'vitest';
import { prepareFaultStage, statusOf } from './faults/fault-stage.js';

const stage = prepareFaultStage();

const countPaying = () => stage.signed.filter((request) => statusOf(request) === 'PAYING').length;

test.each([
  ['at once', 0],
  ['after a while', 150],
])(
  'B14 an app that dies on a webhook %s gets it once, the attempt has failed, and the schedule brings it again',
  async (_when, delayMs) => {
    let deaths = 0;
    stage.receiver.replyWith((request) => {
      if (statusOf(request) !== 'PAYING' || deaths > 0) return {};
      deaths++;
      return { behaviour: 'drop', delayMs };
    });
    const id = await stage.payIntent();
    expect(countPaying()).toBe(1);
    const [first, ...others] = await stage.attempts(id, 'PAYING');
    expect(first).toMatchObject({ number: 1, code: 'reset', deliveryStatus: 'pending' });
    expect(first?.sentence).toContain('closed the connection without a reply');
    expect(others).toEqual([]);

    await stage.advance(1_000);
    expect(countPaying()).toBe(2);
    expect((await stage.attempts(id, 'PAYING')).map(({ number, code }) => [number, code])).toEqual([
      [1, 'reset'],
      [2, 'acknowledged'],
    ]);
  },
);
