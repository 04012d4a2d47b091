import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DoctorRow } from '../../server/checks/diagnose/doctor-row.js';
import { lookAtCallback } from '../../server/checks/diagnose/look-at-callback.js';
import { lookAtEndpoint } from '../../server/checks/diagnose/look-at-endpoint.js';
import { openPlace } from '../../server/checks/diagnose/place.js';
import type { Harness } from '../../server/index.js';
import type { Provider } from '../../server/providers/provider.js';
import { secpaid } from '../../server/providers/secpaid/index.js';
import { securepayapi } from '../../server/providers/securepayapi/index.js';
import { startHarness } from '../support/harness.js';
import { type Habit, hmac, startVerifier } from './verifying-receiver.js';

const SECRET = 'sp_secret_Kq7w2N5xT8bV1mZ4cR6yE3uJ9aHdGfLs';
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function examine(endpoint: string, provider: Provider = securepayapi): Promise<Record<string, DoctorRow>> {
  const place = await openPlace(harness.stage, provider, {
    endpoint,
    keys: provider === securepayapi ? { secretKey: SECRET } : {},
  });
  try {
    const rows = await lookAtEndpoint(place, endpoint);
    return Object.fromEntries(rows.map((row) => [row.id, row]));
  } finally {
    await place.close();
  }
}

async function examineApp(habit: Habit, change = (url: string) => url, provider?: Provider) {
  const app = await startVerifier(SECRET, habit);
  const rows = await examine(change(app.url), provider);
  await app.close();
  return rows;
}

const verdicts = (rows: Record<string, DoctorRow>) =>
  Object.fromEntries(Object.entries(rows).map(([id, { verdict }]) => [id, verdict]));
const answer =
  (write: (response: ServerResponse) => void): NonNullable<Habit['answer']> =>
  (isAccepted, response) =>
    isAccepted ? write(response) : void response.writeHead(401).end();
const well = {
  reachable: 'ok',
  redirect: 'ok',
  check: 'ok',
  'raw-body': 'ok',
  secret: 'ok',
  status: 'ok',
  speed: 'ok',
  clock: 'ok',
  content: 'ok',
  'keep-alive': 'ok',
};

describe('an app', () => {
  test('that is well has nothing but good rows', async () => {
    // App and stage are this process, which may stand still for a moment; not each time.
    await expect.poll(async () => verdicts(await examineApp({}))).toEqual(well);
  });

  const cases: [title: string, habit: Habit, wrong: Record<string, string>, says: string][] = [
    [
      'that answers 200',
      { answer: answer((response) => void response.writeHead(200).end()) },
      { status: 'fail' },
      'Answered 200',
    ],
    [
      'that stringifies the parsed body',
      {
        expect: ({ timestamp, body }, secret) =>
          hmac(secret, timestamp, JSON.stringify(JSON.parse(body.toString()))).digest('hex'),
      },
      { check: 'fail', 'raw-body': 'fail' },
      're-serialises',
    ],
    [
      'that has another secret',
      { expect: ({ timestamp, body }) => hmac('another', timestamp, body).digest('hex') },
      { check: 'fail', 'raw-body': 'unknown', secret: 'fail', status: 'unknown' },
      'another secret',
    ],
    [
      'that puts a dot between has the right secret all the same',
      { expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex') },
      { check: 'fail', 'raw-body': 'unknown', status: 'unknown' },
      'a dot',
    ],
    ['that verifies nothing', { accept: () => true }, { check: 'fail', 'raw-body': 'unknown', secret: 'unknown' }, 'forged'],
    [
      'whose clock is slow',
      {
        answer: (isAccepted, response) =>
          void response.writeHead(isAccepted ? 204 : 401, { date: new Date(Date.now() - 90_000).toUTCString() }).end(),
      },
      { clock: 'warn' },
      'behind that of the stage',
    ],
    [
      'that says no time',
      {
        answer: answer((response) => {
          response.sendDate = false;
          response.writeHead(204).end();
        }),
      },
      { clock: 'unknown' },
      'no Date header',
    ],
    [
      'that answers a web page',
      { answer: answer((response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')) },
      { status: 'fail', content: 'warn' },
      'HTML',
    ],
    [
      'that closes its connections',
      { answer: answer((response) => void response.writeHead(204, { connection: 'close' }).end()) },
      { 'keep-alive': 'warn' },
      'closes the connection',
    ],
    [
      'that takes its time',
      { answer: answer((response) => void setTimeout(() => response.writeHead(204).end(), 1_100)) },
      { speed: 'warn' },
      'ms.',
    ],
  ];
  test.each(cases)('%s', async (_title, habit, wrong, says) => {
    let rows: Record<string, DoctorRow> = {};
    const examineAgain = async () => {
      rows = await examineApp(habit);
      return verdicts(rows);
    };
    await expect.poll(examineAgain).toEqual({ ...well, ...wrong });
    const told = Object.values(rows).filter(({ verdict }) => verdict !== 'ok');
    expect(told.map(({ sentence }) => sentence).join(' ')).toContain(says);
    for (const { verdict, fix, id } of told)
      if (verdict === 'fail') expect({ id, fix }).toEqual({ id, fix: expect.stringMatching(/\.$/) });
  });

  test.each([
    ['/webhooks/', 'adds the slash'],
    ['https://localhost:1/webhooks', 'http to https'],
    ['/login?next=1', 'asks to log in'],
    ['/other', 'sends it to http'],
  ])('that redirects to %s', async (location, says) => {
    const rows = await examineApp({ answer: (_isAccepted, response) => void response.writeHead(307, { location }).end() });
    expect(verdicts(rows)).toEqual({ reachable: 'ok', redirect: 'fail' });
    expect(rows.redirect?.sentence).toContain(says);
  });

  test.each([
    [{ '/webhooks': '/webhooks/' }, /adds the slash.*\/webhooks\/ is acknowledged with 204: that is the address to give/],
    [{ '/webhooks': '/a', '/a': '/b' }, /\/b is acknowledged with 204/],
    [{ '/webhooks': '/a', '/a': '/webhooks' }, /round in a circle, back to .*\/webhooks\.$/],
    [{ '/webhooks': '/gone' }, /\/gone is answered 404/],
    [{ '/webhooks': 'http://203.0.113.7/hook' }, /203\.0\.113\.7\/hook is neither on this machine/],
    [{ '/webhooks': 'http://127.0.0.1:9/' }, /Nothing answers at http:\/\/127\.0\.0\.1:9\//],
  ])('that redirects by %j: where it leads is tried', async (redirects: Record<string, string>, says) => {
    const rows = await examineApp({
      answer(_isAccepted, response, { request }) {
        const location = redirects[request.url ?? ''];
        if (location !== undefined) response.writeHead(307, { location }).end();
        else response.writeHead(request.url === '/gone' ? 404 : 204).end();
      },
    });
    expect(rows.redirect).toMatchObject({ verdict: 'fail', sentence: expect.stringMatching(says) });
  });

  test('that knows the path only with another end', async () => {
    const rows = await examineApp({
      answer: (_isAccepted, response, { request }) => void response.writeHead(request.url === '/webhooks/' ? 204 : 404).end(),
    });
    expect(verdicts(rows)).toEqual({ reachable: 'ok', path: 'fail' });
    expect(rows.path?.fix).toMatch(/^Give http:\/\/127\.0\.0\.1:\d+\/webhooks\/ as the address\.$/);
  });

  test('that listens on one of the addresses of localhost', async () => {
    const rows = await examineApp({}, (url) => url.replace('127.0.0.1', 'localhost'));
    expect(rows.reachable).toMatchObject({
      verdict: 'ok',
      sentence: 'It answers on 127.0.0.1, and not on ::1; the stage tries both.',
    });
  });

  test('that is not there', async () => {
    const app = await startVerifier(SECRET);
    await app.close();
    expect(verdicts(await examine(app.url))).toEqual({ reachable: 'fail', answer: 'unknown' });
  });

  test('of a provider that signs nothing', async () => {
    const rows = await examineApp({ accept: () => true }, undefined, secpaid);
    expect(verdicts(rows)).toMatchObject({ reachable: 'ok', check: 'unknown', status: 'ok' });
    expect(rows['raw-body']).toBeUndefined();
  });
});

describe('the way back', () => {
  async function goBack(status: number, text: string) {
    const app = await startVerifier('', {
      answer: (_isAccepted, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end(text),
    });
    const place = await openPlace(harness.stage, secpaid, { endpoint: '' });
    const row = await lookAtCallback(place, `${app.url}/back`);
    await place.close();
    await app.close();
    return row;
  }

  test.each([
    [200, 'ok', 'saw 200 ("Thanks")'],
    [404, 'warn', 'saw 404'],
    [500, 'fail', 'saw 500'],
  ])('that shows %d is %s', async (status, verdict, says) => {
    expect(await goBack(status, '<title>Thanks</title>')).toMatchObject({ verdict, sentence: expect.stringContaining(says) });
  });

  test('to nobody fails', async () => {
    const app = await startVerifier('');
    await app.close();
    const place = await openPlace(harness.stage, secpaid, { endpoint: '' });
    expect(await lookAtCallback(place, `${app.url}/back`)).toMatchObject({ verdict: 'fail' });
    await place.close();
  });

  test('is none where the provider has none', async () => {
    const place = await openPlace(harness.stage, securepayapi, { endpoint: '' });
    expect(await lookAtCallback(place, 'http://localhost:1/')).toMatchObject({ verdict: 'unknown' });
    await place.close();
  });
});
