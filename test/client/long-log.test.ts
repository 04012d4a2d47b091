import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness, Lane } from '../../server/index.js';
import { secpaid } from '../../server/providers/secpaid/index.js';
import type { Scenario } from '../../server/scenarios/format/scenario.js';
import { createPayment } from '../../server/scenarios/run/create-payment.js';
import { Scope } from '../../server/scenarios/run/scope.js';
import { parse } from '../scenarios/format/parse.js';
import { startHarness } from '../support/harness.js';

/** More than two replies of the control plane hold. */
const MANY = 2_100;

let harness: Harness;
let lane: Lane;
/** Query strings of what was asked of the log. */
const asked: string[] = [];

beforeAll(async () => {
  harness = await startHarness();
  lane = await harness.stage.openLane();
  const get = lane.control.get.bind(lane.control);
  lane.control.get = (path, options) => {
    if (path.startsWith('/records?')) asked.push(path);
    return get(path, options);
  };
});
afterAll(() => harness.close());

function fill(count: number): void {
  for (let number = 0; number < count; number++)
    harness.engine.log.append('default', Date.now(), {
      type: 'harness.notice',
      level: 'info',
      code: 'filler',
      message: `number ${number}`,
    });
}

test('a wait that has no time sees all that has happened, however long the log is', async () => {
  fill(MANY);
  const found = await lane.waitFor.record({ message: `number ${MANY - 1}` }, { within: 0 });
  expect(found.type).toBe('harness.notice');
  await expect(lane.waitFor.record({ message: 'number -1' }, { within: 0 })).rejects.toMatchObject({
    judgements: [{ seen: expect.stringMatching(/^none of 2\d\d\d records$/) }],
  });
  await lane.waitFor.record({ type: 'harness.notice', message: `number ${MANY - 1}` }, { within: 0 });
});

test('records of a type are asked for by it, so that a long log is not read for a few of them', async () => {
  asked.length = 0;
  const payment = await lane.create('secpaid');
  await lane.waitFor.payment({ provider: 'secpaid' });
  await lane.waitFor.record({ type: 'payment.created' }, { payment });
  expect(asked).toHaveLength(2);
  for (const query of asked) expect(query).toContain('type=payment.created');
});

test('a step that creates a payment looks at what came after it began only', async () => {
  fill(MANY);
  const { newestSeq } = harness.engine.log;
  const [step] = parse('version: 1\nname: x\nprovider: secpaid\nsteps:\n  - create: {}\n  - expect: { status: open }\n').steps;
  if (step?.type !== 'create') throw new Error('it was read as another step');
  const scope = new Scope({} as Scenario, lane, { id: 'a', seed: null });
  asked.length = 0;
  await createPayment(step, secpaid, 'mark-1', scope);
  expect(scope.lastPayment).toBe(step.as);
  const found = asked.filter((query) => query.includes('type=api.called'));
  expect(found).toEqual([expect.stringContaining(`after=${newestSeq}&`)]);
  expect(asked).toHaveLength(2);
});
