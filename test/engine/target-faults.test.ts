import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import {
  answer,
  type Behaviour,
  closeWithoutReply,
  dripBody,
  dripHead,
  endlessBody,
  gzipBomb,
  neverAnswer,
  raw,
  rawThenReset,
  redirect,
  resetWithoutReply,
} from '../support/bad-behaviours.js';
import { block } from '../support/block.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';
import { ATTEMPT_TIMEOUT_MS, announceTo, RETRY_MS, readEnds, START_MS, setUpFaultStage } from './fault-target.js';

/** Longer than the time of an attempt, by more than a timer may be late. */
const BUSY_MS = ATTEMPT_TIMEOUT_MS + 1_000;

const stage = setUpFaultStage();

const faults: [title: string, behaviour: Behaviour, code: string][] = [
  ['201', answer(201), 'acknowledged'],
  ['206 with a body', answer(206, { body: 'x' }), 'acknowledged'],
  ['301 to itself', redirect(301, '/'), 'redirect'],
  ['302 to elsewhere', redirect(302, 'http://127.0.0.1:9/'), 'redirect'],
  ['307 without a Location', redirect(307), 'redirect'],
  ['401', answer(401), 'not_acknowledged'],
  ['410', answer(410), 'not_acknowledged'],
  ['503 with Retry-After', answer(503, { headers: [['Retry-After', '7200']] }), 'not_acknowledged'],
  ['no answer', neverAnswer(), 'timeout'],
  ['a head that drips', dripHead(20), 'timeout'],
  ['a body that drips', dripBody(200, 20), 'acknowledged'],
  ['a body without end', endlessBody(200), 'acknowledged'],
  ['a compressed bomb', gzipBomb(20_000_000).behaviour, 'acknowledged'],
  ['a reset instead of an answer', resetWithoutReply(), 'reset'],
  ['a reset within the head', rawThenReset('HTTP/1.1 200 O'), 'reset'],
  ['an end instead of an answer', closeWithoutReply(), 'reset'],
  ['another protocol', raw('SSH-2.0-x\r\n'), 'invalid_response'],
  ['the status 099', raw('HTTP/1.1 099 x\r\n\r\n'), 'invalid_response'],
  ['a 204 with a body', raw('HTTP/1.1 204 No\r\n\r\nabc'), 'acknowledged'],
  ['101', raw('HTTP/1.1 101 Switching\r\n\r\n'), 'invalid_response'],
  ['bytes that are no text', answer(500, { body: Buffer.from([0, 0xff, 0xd8, 0, 0x1b, 0x5b]) }), 'not_acknowledged'],
];

/** What holds for every fault, whatever it is. */
async function expectOneRecord(endpoint: string, code: string): Promise<void> {
  const { harness, good } = stage;
  await announceTo(harness, endpoint, good.url);
  const ends = await readEnds(harness);
  expect(ends).toHaveLength(2);
  // The other endpoint has its event, once.
  expect(good.requests).toHaveLength(1);
  const isOver = code === 'acknowledged';
  const [end] = ends.filter(({ request }) => !request?.url.startsWith(good.url));
  expect(end).toMatchObject({
    code,
    number: 1,
    sentence: expect.stringMatching(/^\S.*\.$/s),
    deliveryStatus: isOver ? 'acknowledged' : 'pending',
    nextAttemptAt: isOver ? null : new Date(START_MS + RETRY_MS).toISOString(),
  });
  expect(harness.engine.activity.running).toBe(0);
  expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
}

test.each(faults)(
  'B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B15 W1 to %s there is one record with code, sentence and due time, and others go on',
  async (_title, behaviour, code) => {
    stage.bad.always(behaviour);
    await expectOneRecord(stage.bad.url(), code);
    expect(stage.bad.requests).toHaveLength(1);
  },
);

test('A1 to a target where nobody listens there is one record with code, sentence and due time, and others go on', async () => {
  const gone = await listenOnLoopback(createServer());
  await gone.close();
  await expectOneRecord(gone.url, 'refused');
  const [end] = (await readEnds(stage.harness)).filter(({ code }) => code === 'refused');
  expect(end?.hint).toBe(`Is your app running on ${gone.url}?`);
});

test.each([
  ['a name that does not exist', 'http://nobody.invalid/hook', 'dns'],
  ['TLS where there is none', 'https', 'tls'],
  ['an address of the cloud', 'http://169.254.169.254/hook', 'blocked_target'],
])('A2 A8 SEC-12 %s is told with one record, and others go on', async (_title, url, code) => {
  await expectOneRecord(url === 'https' ? stage.good.url.replace('http:', 'https:') : url, code);
  const [end] = (await readEnds(stage.harness)).filter((one) => one.code === code);
  expect(end?.hint).toMatch(/\.$/);
});

test('W5 B8 of a body without end the record keeps 64 KiB and says that it was cut', async () => {
  stage.bad.always(endlessBody(500));
  await announceTo(stage.harness, stage.bad.url());
  const [end] = await readEnds(stage.harness);
  const body = end?.response?.body;
  expect(body).toMatchObject({ sizeBytes: expect.any(Number) });
  expect(JSON.stringify(body).length).toBeLessThan(66_000);
  expect(body?.sizeBytes).toBeGreaterThan(65_536);
});

test('W3 a redirect is told with its Location and what to do, and nobody visits it', async () => {
  const { harness, bad, good } = stage;
  bad.always(redirect(302, `${good.url}/elsewhere`));
  await announceTo(harness, bad.url('/hook'));
  const [end] = await readEnds(harness);
  expect(end).toMatchObject({ code: 'redirect', location: `${good.url}/elsewhere` });
  expect(end?.sentence).toContain(`to ${good.url}/elsewhere; SecPaid does not follow redirects, so give it the final address`);
  expect(good.requests).toHaveLength(0);
});

test.each(['30', '1.5', 'Wed, 21 Oct 2099 07:28:00 GMT', 'Wed, 21 Oct 1999 07:28:00 GMT', '-5', 'soon', '1000000000', ''])(
  'W7 B4 Retry-After: %s is kept in the record and moves no due time',
  async (value) => {
    stage.bad.always(answer(503, { headers: [['Retry-After', value]] }));
    await announceTo(stage.harness, stage.bad.url());
    const [end] = await readEnds(stage.harness);
    expect(end?.response?.headers).toContainEqual(['Retry-After', value]);
    expect(end?.nextAttemptAt).toBe(new Date(START_MS + RETRY_MS).toISOString());
  },
);

test('W4 B5 B17 a target that answers after the time is called again, and the record says that it may have acted', async () => {
  const { harness, bad } = stage;
  bad.next(neverAnswer(), answer(200));
  await announceTo(harness, bad.url());
  const [end] = await readEnds(harness);
  expect(end).toMatchObject({ code: 'timeout', sentence: expect.stringContaining('may have processed the request') });
  await harness.engine.clock.advance(RETRY_MS, () => harness.engine.activity.whenIdle());
  expect((await readEnds(harness)).map(({ number, code }) => [number, code])).toEqual([
    [1, 'timeout'],
    [2, 'acknowledged'],
  ]);
  expect(bad.requests[1]?.body.equals(bad.requests[0]?.body ?? Buffer.alloc(0))).toBe(true);
});

test('C6 a timeout that came while the harness itself was busy says so', async () => {
  const { harness, bad } = stage;
  bad.always(neverAnswer());
  const announced = announceTo(harness, bad.url());
  await bad.waitForRequests(1);
  block(BUSY_MS);
  await announced;
  const [end] = await readEnds(harness);
  expect(end).toMatchObject({ code: 'timeout', sentence: expect.stringMatching(/the harness was busy for .* of that time/) });
});
