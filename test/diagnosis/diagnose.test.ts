import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from '../../server/checks/diagnose/diagnose.js';
import { findPlace, openPlace } from '../../server/checks/diagnose/place.js';
import { type Harness, HarnessError } from '../../server/index.js';
import { secpaid } from '../../server/providers/secpaid/index.js';
import { securepayapi } from '../../server/providers/securepayapi/index.js';
import { startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { frameworkVerifiers, signOwnTime } from './framework-verifiers.js';
import { mistakenVerifiers } from './mistaken-verifiers.js';
import { type Habit, hmac, type Seen, startVerifier } from './verifying-receiver.js';

const SECRET = 'sp_secret_Kq7w2N5xT8bV1mZ4cR6yE3uJ9aHdGfLs';
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function lookAt(endpoint: string) {
  const place = await openPlace(harness.stage, securepayapi, { endpoint, keys: { secretKey: SECRET } });
  try {
    const report = await diagnose(place);
    return { ...report, ...report.diagnosis, id: report.diagnosis.cause.id, sentence: report.diagnosis.cause.sentence };
  } finally {
    await place.close();
  }
}

async function look(habit: Habit, secret = SECRET) {
  const receiver = await startVerifier(secret, habit);
  try {
    return { ...(await lookAt(receiver.url)), count: receiver.count() };
  } finally {
    await receiver.close();
  }
}

describe('a receiver that verifies wrongly', () => {
  const verifiers = [...mistakenVerifiers, ...frameworkVerifiers];
  const isFirstOfItsCause = (cause: string, index: number) => verifiers.findIndex((one) => one.cause === cause) === index;
  const played = verifiers.filter(({ cause }, index) => isThorough || isFirstOfItsCause(cause, index));

  test.each(played)('$title: $cause', async ({ habit, cause, says, confidence }) => {
    const seen = await look(habit);
    expect(seen).toMatchObject({ id: cause, isRight: false, confidence });
    expect(seen.sentence).toContain(says);
    expect(seen.cause.fix.length).toBeGreaterThan(20);
    expect(seen.probes.length).toBe(seen.count);
    expect(seen.count).toBeLessThanOrEqual(120);
  });
});

const isRight = ({ timestamp, signature, body }: Seen, secret: string) =>
  signature === hmac(secret, timestamp, body).digest('hex');
const answering =
  (status: number, text = '', headers: Record<string, string> = {}): NonNullable<Habit['answer']> =>
  (_isAccepted, response) => {
    response.writeHead(status, headers).end(text);
  };
const refusing =
  (write: (seen: Seen) => string): NonNullable<Habit['answer']> =>
  (isAccepted, response, seen) => {
    response.writeHead(isAccepted ? 204 : 401).end(isAccepted ? '' : write(seen));
  };
const byRawName =
  (name: string) =>
  ({ request, timestamp, body }: Seen, secret: string) =>
    request.rawHeaders[request.rawHeaders.indexOf(name) + 1] === hmac(secret, timestamp, body).digest('hex');

describe('a receiver that', () => {
  const cases: [title: string, habit: Habit, cause: string, confidence: string, says: string][] = [
    ['verifies as it should', {}, 'raw-body', 'certain', 'as it should'],
    ['accepts everything', { accept: () => true }, 'no-verification', 'certain', 'forged'],
    ['answers 200 to everything', { answer: answering(200) }, 'no-verification', 'certain', 'forged'],
    [
      'accepts what has no signature',
      { accept: (seen, secret) => seen.signature === undefined || isRight(seen, secret) },
      'accepts-unsigned',
      'certain',
      'leaves the header out',
    ],
    [
      'signs the time of its own clock, and a second ends while one delivery is on the way',
      { accept: (seen, secret, count) => count !== 5 && seen.signature === signOwnTime(seen, secret) },
      'timestamp-changed',
      'certain',
      'its own clock',
    ],
    [
      'answers 200',
      { answer: (isAccepted, response) => void response.writeHead(isAccepted ? 200 : 401).end() },
      'accepts-but-wrong-status',
      'certain',
      'answers 200; only 204',
    ],
    [
      'verifies and does not know the order',
      { answer: (isAccepted, response) => void response.writeHead(isAccepted ? 404 : 401).end() },
      'accepts-but-wrong-status',
      'certain',
      'answers 404 to the genuine one',
    ],
    ['breaks', { answer: answering(500) }, 'crashing', 'likely', 'answers 500 to everything'],
    ['knows no such path', { answer: answering(404) }, 'wrong-path', 'likely', 'answers 404 to everything'],
    ['takes no JSON', { answer: answering(415) }, 'content-type-refused', 'likely', '415'],
    ['limits the rate', { answer: answering(429) }, 'rate-limited', 'certain', '429'],
    ['redirects', { answer: answering(308, '', { location: '/webhooks/' }) }, 'redirecting', 'certain', '/webhooks/'],
    [
      'hangs up after the first',
      { answer: (_isAccepted, response, { headers }) => void (headers['x-signature'] ? response.destroy() : response.end()) },
      'unreachable',
      'certain',
      'does not answer',
    ],
    [
      'reads the signature from another header',
      {
        accept: ({ headers, timestamp, body }, secret) =>
          headers['x-webhook-signature'] === hmac(secret, timestamp, body).digest('hex'),
      },
      'signature-header-lost',
      'certain',
      'the header X-Webhook-Signature',
    ],
    [
      'reads both from other headers',
      {
        accept: ({ headers, body }, secret) => headers.signature === hmac(secret, String(headers.timestamp), body).digest('hex'),
      },
      'signature-header-lost',
      'certain',
      'the header Signature',
    ],
    [
      'finds headers in lower case only',
      { accept: byRawName('x-signature') },
      'signature-header-lost',
      'certain',
      'in lower case',
    ],
    [
      'finds headers with capitals only',
      { accept: byRawName('X-Signature') },
      'signature-header-lost',
      'certain',
      'have capitals',
    ],
    [
      'says that the signature is missing',
      { accept: () => false, answer: refusing(() => '{"error":"Missing signature header"}') },
      'signature-header-lost',
      'likely',
      'X-Signature was sent',
    ],
    [
      'says that the timestamp is missing',
      { accept: () => false, answer: refusing(() => 'Timestamp header is required') },
      'timestamp-header-lost',
      'likely',
      'X-Timestamp was sent',
    ],
    [
      'has another secret and says when the header is missing',
      {
        accept: () => false,
        answer: refusing(({ signature }) => (signature === undefined ? 'no signature' : 'wrong signature')),
      },
      'wrong-secret',
      'likely',
      'reads the signature',
    ],
    [
      'has another secret and says the same of both',
      { accept: () => false, answer: refusing(() => 'missing or invalid signature') },
      'wrong-secret',
      'possible',
      'may not arrive',
    ],
    [
      'takes the timestamp for milliseconds',
      { accept: (seen, secret) => Math.abs(Date.now() - Number(seen.timestamp)) < 300_000 && isRight(seen, secret) },
      'milliseconds',
      'certain',
      'takes X-Timestamp for milliseconds',
    ],
    [
      'has a clock that is ten minutes slow',
      {
        accept: (seen, secret) => Math.abs(Date.now() / 1000 - 600 - Number(seen.timestamp)) < 300 && isRight(seen, secret),
        answer: (isAccepted, response) => {
          const date = new Date(Date.now() - 600_000).toUTCString();
          response.writeHead(isAccepted ? 204 : 401, { date }).end();
        },
      },
      'clock-skew',
      'certain',
      's slow',
    ],
    [
      'changes its mind',
      { accept: (_seen, _secret, count) => count > 5 },
      'unclear',
      'likely',
      'does not depend on the delivery alone',
    ],
    [
      'accepts only what is forged',
      { accept: (seen, secret) => !isRight(seen, secret) },
      'unclear',
      'possible',
      'accepts a forged one',
    ],
  ];

  test.each(cases)('%s', async (_title, habit, cause, confidence, says) => {
    const seen = await look(habit);
    expect({ id: seen.id, confidence: seen.confidence, isRight: seen.isRight }).toEqual({
      id: cause,
      confidence,
      isRight: cause === 'raw-body',
    });
    expect(seen.sentence).toContain(says);
    expect(seen.evidence.every((id) => seen.probes.some(({ probe }) => probe.id === id))).toBe(true);
    expect(seen.count).toBeLessThanOrEqual(120);
  });

  test('uses the publishable key: the lane of the app says which one that is', async () => {
    const publishableKey = 'sp_client_7hQ2';
    const receiver = await startVerifier(publishableKey);
    const keys = { secretKey: SECRET, publishableKey };
    const place = await openPlace(harness.stage, securepayapi, { endpoint: receiver.url, keys });
    const { diagnosis } = await diagnose(place);
    expect(diagnosis.cause).toMatchObject({ id: 'wrong-secret', sentence: expect.stringContaining('publishable key') });
    await place.close();
    await receiver.close();
  });

  test('is not there: nothing more is sent', async () => {
    const receiver = await startVerifier(SECRET);
    await receiver.close();
    const { id, probes, sentence } = await lookAt(receiver.url);
    expect({ id, sent: probes.length }).toEqual({ id: 'unreachable', sent: 1 });
    expect(sentence).toContain('does not answer');
  });

  test('is told what it does besides', async () => {
    const seen = await look({ answer: (isAccepted, response) => void response.writeHead(isAccepted ? 204 : 200).end() });
    expect(seen).toMatchObject({ id: 'raw-body', further: [expect.stringContaining('200 to a forged delivery')] });
    const dotted = await look({
      expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex'),
      accept: undefined,
    });
    expect(dotted).toMatchObject({ id: 'separator-inserted', further: [] });
  });
});

test('what is sent stands in the log with what it is for, and no lane is left', async () => {
  const receiver = await startVerifier(SECRET);
  const place = await openPlace(harness.stage, securepayapi, { endpoint: receiver.url, keys: { secretKey: SECRET } });
  const { probes } = await diagnose(place);
  const records = await place.lane.records({ types: ['resend.finished'] });
  expect(records.map(({ seq }) => seq)).toEqual(probes.map(({ seq }) => seq));
  expect(records[0]).toMatchObject({ note: 'Diagnosis, right for a receiver that verifies as it should', signing: 'kept' });
  expect(JSON.stringify(records)).not.toContain(SECRET);
  expect(await place.lane.records({ types: ['attempt.started'] })).toEqual([]);
  await place.close();
  expect((await harness.stage.lanes()).map(({ name }) => name)).toEqual(['default']);
  await receiver.close();
});

test('a delivery that is there is sent where it went, with the secret of its lane', async () => {
  const receiver = await startVerifier('', { answer: answering(401) });
  await using lane = await harness.lane({ accounts: { securepayapi: { settings: { webhookUrls: [receiver.url] } } } });
  const right = await startVerifier(lane.keys('securepayapi').secretKey ?? '');
  await lane.configure('securepayapi', { webhookUrls: [right.url] });
  const payment = await lane.create('securepayapi');
  await lane.customer(payment).pay();
  await lane.waitFor.status(payment, 'SUCCEEDED');
  const { events } = await lane.payment(payment);
  const deliveryId = events.at(-1)?.deliveries[0]?.id ?? '';
  const { diagnosis, endpoint } = await diagnose(await findPlace(harness.stage, deliveryId, [securepayapi]));
  expect(diagnosis).toMatchObject({ isRight: true, cause: { id: 'raw-body' } });
  expect(endpoint).toBe(right.url);
  await expect(findPlace(harness.stage, 'dlv_0_0', [securepayapi])).rejects.toThrow('There is no delivery "dlv_0_0".');
  await receiver.close();
  await right.close();
});

test('an address that is never called is refused and not judged', async () => {
  await expect(lookAt('http://192.0.2.1/webhooks')).rejects.toThrow(HarnessError);
  await expect(lookAt('http://192.0.2.1/webhooks')).rejects.toMatchObject({ code: 'blocked_target', exitCode: 2 });
});

test('a provider that signs nothing has no signature check to look into', async () => {
  const place = await openPlace(harness.stage, secpaid, { endpoint: 'http://localhost:1/' });
  await expect(diagnose(place)).rejects.toMatchObject({ code: 'not_signed', exitCode: 2 });
  await place.close();
});

test('a diagnosis that may not ask everything is not certain that the receiver is right', async () => {
  const receiver = await startVerifier(SECRET);
  const place = await openPlace(harness.stage, securepayapi, { endpoint: receiver.url, keys: { secretKey: SECRET } });
  try {
    const { probes, diagnosis } = await diagnose(place);
    expect(diagnosis).toMatchObject({ isRight: true, confidence: 'certain' });
    // Without the last one a receiver that trims the body is not ruled out.
    const { diagnosis: early } = await diagnose(place, { maxRequests: probes.length - 1 });
    expect(early).toMatchObject({ isRight: true, confidence: 'likely' });
  } finally {
    await place.close();
    await receiver.close();
  }
});
