import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../../server/domain/errors.js';
import type { Harness, Lane, LogRecord } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { choosePorts, type Ports } from '../support/play-scenarios.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let silent: Receiver;
let ports: Ports;
beforeEach(async () => {
  ports = await choosePorts();
  silent = await createReceiver(() => new Promise(() => {}));
});
afterEach(() => silent.close());

async function openLane(harness: Harness): Promise<Lane> {
  const settings = { webhookUrls: [`${silent.url}/hook`], retryScheduleMs: [5_000, 60_000, 3_600_000] };
  return harness.lane({ name: 'silent', seed: 7, clock: 'simulated', accounts: { securepayapi: { settings } } });
}

/** Creates a payment; its only event is on the way to nobody who answers. */
async function createUnanswered(lane: Lane): Promise<string> {
  const { id } = await lane.create('securepayapi', { amount: 2_000 });
  await lane.staff(id, { action: 'expire' });
  await lane.waitFor.record({ type: 'attempt.started' }, { payment: id });
  return id;
}

function listAttempts(records: readonly LogRecord[]) {
  return records.flatMap((record) => (record.type === 'attempt.finished' ? [record] : []));
}

describe('while the clock of a lane stands, a target that never answers', () => {
  test('times out by the time of the lane, not by that of the machine, and the log is the same each time', async () => {
    const logs: string[] = [];
    for (let round = 0; round < 2; round++) {
      const harness = await startHarness({ port: ports.stage });
      try {
        const lane = await openLane(harness);
        const id = await createUnanswered(lane);
        // Four attempts of ten seconds each: in real time the two rounds would outlast this test.
        await lane.clock.advance('2h');
        const attempts = listAttempts(await lane.records({ payment: id }));
        expect(attempts.map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout', 'timeout']);
        const start = Date.parse('2026-01-01T00:00:00Z');
        expect(attempts.map(({ at }) => Date.parse(at) - start)).toEqual([10_000, 25_000, 95_000, 3_705_000]);
        expect(attempts[0]?.sentence).toContain('did not answer within 10 s');
        logs.push((await lane.records()).map((record) => JSON.stringify(record)).join('\n'));
      } finally {
        await harness.close();
      }
    }
    expect(logs[1]).toBe(logs[0]);
  });

  test('is still under way when the clock has not come to its timeout', async () => {
    const harness = await startHarness();
    try {
      const lane = await openLane(harness);
      const id = await createUnanswered(lane);
      await lane.clock.advance('9s');
      expect(listAttempts(await lane.records({ payment: id }))).toEqual([]);
      await expect(lane.expect(id).acknowledged()).rejects.toThrow(
        /attempt 1 is under way since 2026-01-01T00:00:0.*, no answer yet/,
      );
      await lane.clock.jump('next-attempt');
      const attempts = listAttempts(await lane.records({ payment: id }));
      expect(attempts.map(({ code }) => code)).toEqual(['timeout']);
      expect((await lane.clock.now()).toISOString()).toBe('2026-01-01T00:00:15.000Z');
    } finally {
      await harness.close();
    }
  });

  test('holds up a move that has a limit no longer than that', async () => {
    const harness = await startHarness();
    try {
      const lane = await openLane(harness);
      await createUnanswered(lane);
      const refused = await lane.clock.advance('2d', { within: '300ms' }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(HarnessError);
      expect(refused).toMatchObject({ code: 'clock_held_up', message: 'The clock has come to 2026-01-01T00:00:00.000Z only.' });
    } finally {
      await harness.close();
    }
  });
});
