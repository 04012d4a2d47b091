import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RecordBody } from '../../server/protocol/records.js';
import { AT_MS, makeFolder, makePayment, makeStatusChange, openAt, stateOf } from './temporary-store.js';

const about = { paymentId: '1', eventId: 'evt_1', deliveryId: 'dlv_1_1', attemptId: 'att_1_1', number: 1, trigger: 'scheduled' };
const at = new Date(AT_MS).toISOString();
const records = [
  makePayment(1),
  makeStatusChange(1),
  { type: 'payment.timer_set', paymentId: '1', timer: 'expiry', dueAt: at },
  { type: 'redirect.issued', paymentId: '1', location: 'http://localhost:1/', status: 302 },
  {
    type: 'event.announced',
    ...about,
    status: 'paid',
    contentType: 'text/plain',
    body: 'x',
    deliveries: [{ deliveryId: about.deliveryId, endpoint: 'http://localhost:1/' }],
  },
  { type: 'attempt.started', ...about },
  { type: 'hold.set', holdId: 'hold_1', target: 'delivery', paymentId: null, count: 2 },
  { type: 'fault.set', faultId: 'fault_1', spec: { fault: 'delayed', times: 3, seed: 0, ms: 5 } },
  {
    type: 'fault.used',
    ...about,
    faultId: 'fault_1',
    fault: 'delayed',
    description: 'x',
    waitsFor: 'time',
    waitsUntil: at,
  },
  { type: 'check.run_started', runId: 'run_1', provider: 'secpaid', checks: [], target: 'http://localhost:1/', options: {} },
  {
    type: 'check.finished',
    runId: 'run_1',
    check: 'SIG-1',
    title: 'x',
    severity: 'high',
    verdict: 'pass',
    sentence: 'x',
    evidence: [],
  },
  {
    type: 'account.changed',
    accountId: 'secpaid-default',
    provider: 'secpaid',
    settings: {},
    rotatedKeys: [],
    passing: ['webhookUrls'],
  },
] as unknown as RecordBody[];

/** A folder with one of everything that db.json holds. */
async function makeFullFolder() {
  const folder = await makeFolder();
  const store = await openAt(folder);
  for (const record of records) store.log.append('default', AT_MS, record);
  store.log.append('side', AT_MS, { type: 'lane.created', seed: null, isRepeatable: false });
  const before = stateOf(store);
  await store.close();
  return { folder, path: join(folder, 'db.json'), before };
}

type Place = Record<string, unknown>;

/** Puts a value where `payments[0].history[0]` leads. */
function put(data: unknown, place: string, value: unknown): void {
  const names = place.split(/[.[\]]+/).filter((name) => name !== '');
  const last = names.pop() ?? '';
  const holder = names.reduce((found, name) => found[name] as Place, (data as { state: Place }).state);
  holder[last] = value;
}

test.each([
  ['payments[0].history[0]', null],
  ['payments[0].history[0].text', 5],
  ['payments[0].timers', []],
  ['payments[0].timers.expiry', 'soon'],
  ['payments[0].eventIds[0]', 7],
  ['payments[0].redirects[0]', 'http://localhost:1/'],
  ['payments[0].redirects[0].atMs', null],
  ['payments[0].data', []],
  ['payments[0].silence', true],
  ['events[0].deliveryIds[0]', {}],
  ['events[0].deliveryIds', null],
  ['deliveries[0].attempts[0]', null],
  ['deliveries[0].attempts[0].finishedAtMs', 'now'],
  ['deliveries[0].attempts[0].seq', null],
  ['deliveries[0].heldAtMs', '1'],
  ['deliveries[0].wasHeld', 1],
  ['highestNumber[0]', null],
  ['highestNumber[0][1]', '1'],
  ['packed', null],
  ['order', null],
  ['holds', null],
  ['faults[0].spec', {}],
  ['keptBack[0].waits[0]', null],
  ['checkRuns[0].findings', 0],
  ['checkRuns[0].findings[0].evidence[0]', null],
  ['passing', {}],
  ['passing[0].accountId', 1],
  ['passing[0].names', null],
  ['passing[0].names[0]', {}],
  ['lanes[0]', 'side'],
  ['lanes[0].createdAtMs', at],
  ['stageTimeMs', at],
])(
  'P5 a db.json with %s of a wrong type is damage that is named, and the journal brings everything back',
  async (place, value) => {
    const { folder, path, before } = await makeFullFolder();
    const data = JSON.parse(await readFile(path, 'utf8')) as { state: Place };
    put(data, place, value);
    const damaged = JSON.stringify(data);
    await writeFile(path, damaged);

    const error = await openAt(folder).then(
      (store) => store.close(),
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'data_damaged', exitCode: 4 });
    const { message } = error as Error;
    expect(message).toContain(`${path} is damaged at content: state.${place.replace(/\.spec$/, '.spec.fault')} is `);
    expect(await readFile(/kept as (.*)\.$/.exec(message)?.[1] ?? '', 'utf8')).toBe(damaged);
    const recovered = await openAt(folder, { recover: true });
    expect(stateOf(recovered)).toEqual(before);
    await recovered.close();
  },
);

test('what Paystage writes itself is of the right types, and a fault that this version does not know is forgotten', async () => {
  const { folder, path, before } = await makeFullFolder();
  const sound = await openAt(folder);
  expect(sound.notices).toEqual([]);
  expect(stateOf(sound)).toEqual(before);
  await sound.close();
  const data = JSON.parse(await readFile(path, 'utf8'));
  put(data, 'faults[0].spec.fault', 'from-a-later-version');
  await writeFile(path, JSON.stringify(data));
  const again = await openAt(folder);
  expect([...again.state.faults.keys()]).toEqual([]);
  await again.close();
});
