import { expect, test } from 'vitest';
import { composeScenario } from '../../../server/scenarios/record/compose-scenario.js';
import { printRecording } from '../../../server/scenarios/record/print-recording.js';
import { createDoorApp } from './door-app.js';
import { type Live, listSteps, readRecorded, recordLive, runRecorded } from './record-live.js';
import { cases, secpaid, securepayapi, signed } from './recorded-cases.js';

const forgeries = cases.find(({ title }) => title.startsWith('forged'));
const refusedTwice = cases.find(({ title }) => title.startsWith('webhooks that are refused'));

test.each(cases)('$title is recorded and passes when it is run', async ({ live, steps }) => {
  const recorded = await recordLive(live);
  expect(listSteps(recorded)).toEqual(steps);
  expect(await runRecorded(recorded, live)).toEqual([]);
});

test('a recorded file passes in real time as well, without waiting for the retries', async () => {
  const { live } = refusedTwice ?? fail();
  expect(await runRecorded(await recordLive(live), live, 'real')).toEqual([]);
});

test('an app that takes what it refused when it was recorded fails', async () => {
  const { live } = forgeries ?? fail();
  const careless: Live = { ...live, startApp: () => createDoorApp() };
  const complaints = await runRecorded(await recordLive(live), careless);
  expect(complaints).toEqual(['failed', 'expect: every attempt with wrong-secret refused; seen acknowledged with 204']);
});

test('a forgery that was acknowledged is told about, and nothing is expected of it', async () => {
  const { live } = forgeries ?? fail();
  const { text, notes } = await recordLive({ ...live, startApp: () => createDoorApp() });
  expect(notes).toEqual(['Your app acknowledged an attempt with the fault wrong-secret: see whether it should have refused it.']);
  expect(text).not.toContain('refused');
});

test('a forgery that was answered with a crash is told about', async () => {
  const { live } = forgeries ?? fail();
  const { text, notes } = await recordLive({ ...live, startApp: () => createDoorApp({ ...signed, forged: 500 }) });
  expect(notes).toEqual([
    'Your app answered 500 to an attempt with the fault wrong-secret: see whether it should have refused it with 4xx.',
  ]);
  expect(text).toContain('status: 500');
});

test('an attempt that took long is waited for by what it was, because the next step needs its end', async () => {
  const slow: Live = {
    ...secpaid,
    async play(lane) {
      const { id } = await lane.create('secpaid', { amount: 20 });
      await lane.faults.set({ fault: 'slow-transfer', overMs: 1_700 });
      await lane.customer(id).pay();
      await lane.waitFor.acknowledged(id);
      await lane.staff(id, { action: 'open-dispute' });
      return id;
    },
  };
  const recorded = await recordLive(slow);
  expect(listSteps(recorded)).toEqual(['create', 'fault', 'pay', 'wait', 'open-dispute', 'expect']);
  // Only this payment's: another may have such an attempt at the same time.
  expect(recorded.text).toContain(
    '- wait: { record: { type: attempt.finished, number: 1, code: acknowledged }, within: 10s }\n    payment: first\n',
  );
  expect(recorded.document.steps).toContainEqual(expect.objectContaining({ create: expect.anything(), as: 'first' }));
  expect(await runRecorded(recorded, slow)).toEqual([]);
});

test('what a file cannot play is left out with the reason, and what is pending is not expected', async () => {
  const { text, notes } = await recordLive({
    ...secpaid,
    startApp: () => createDoorApp({ refusals: 99 }),
    async play(lane) {
      await lane.faults.set({ fault: 'api-drop', moment: 'after' });
      await lane.api.secpaid.createLink({ amount: 20, recipient_note: 'Lost' }).catch(() => {});
      const { id } = await lane.waitFor.payment({ reference: 'Lost' });
      await lane.customer(id).pay();
      await lane.configure('secpaid', { cancelWebhook: false });
      return id;
    },
  });
  expect(notes).toEqual([
    'The fault api-drop is left out: it made a call of your app go wrong, and the scenario makes that call itself.',
    'The event Success was not acknowledged; no acknowledgement is expected of it.',
    'Deliveries were still pending when it was recorded; nothing is expected of them.',
    'Settings were changed since it began, and the file has those of now: cancelWebhook.',
  ]);
  expect(text).toContain('refused: { event: Success, status: 503 }');
  expect(text).not.toContain('nothing pending');
});

test('where settings were changed between two attempts, neither their number nor the refusal is expected', async () => {
  const live: Live = {
    ...securepayapi,
    startApp: () => createDoorApp({ ...signed, refusals: 1 }),
    async play(lane) {
      const { id } = await lane.create('securepayapi', { amount: 2000 });
      await lane.staff(id, { action: 'expire' });
      await lane.idle();
      await lane.configure('securepayapi', { retryScheduleMs: [60_000, 60_000] });
      await lane.clock.jump('next-attempt');
      return id;
    },
  };
  const recorded = await recordLive(live);
  expect(recorded.notes).toContain(
    'Settings were changed while EXPIRED was tried again; how often it was, and what was refused, is not expected.',
  );
  expect(recorded.text).toContain('acknowledged: { event: EXPIRED }');
  expect(recorded.text).not.toContain('refused');
  // With the settings of now nothing is refused any more.
  expect(await runRecorded(recorded, { ...live, startApp: () => createDoorApp(signed) })).toEqual([]);
});

test('a payment of which nobody knows how it came about is waited for, and the file says so', async () => {
  const { parts } = await recordLive((cases[0] ?? fail()).live);
  const recording = composeScenario({ ...parts, records: parts.records.filter(({ type }) => type !== 'api.called') });
  const text = printRecording(recording);
  expect(text).toContain('# How it was created is not known');
  expect(readRecorded(text).steps[0]).toMatchObject({ type: 'await_payment', match: { reference: 'order-1' } });
  expect(recording.notes[0]).toContain('How the payment was created is not known');
});

function fail(): never {
  throw new Error('That case is gone');
}
