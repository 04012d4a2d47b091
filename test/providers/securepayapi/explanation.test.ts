import { describe, expect, test } from 'vitest';
import vectors from '../../../fixtures/vectors/securepayapi.json' with { type: 'json' };
import type { Account } from '../../../server/domain/account.js';
import type { PaymentEvent } from '../../../server/domain/payment.js';
import type { Header, JsonObject } from '../../../server/protocol/records.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { signDelivery } from '../../../server/providers/securepayapi/signature.js';

interface Sent {
  body: string;
  announced?: string;
  headers: Header[];
  key?: string;
}

function explain({ body, announced = body, headers, key = vectors.secretKey }: Sent) {
  const settings = securepayapi.settings.parse({}) as JsonObject;
  const account: Account = { id: 'a', provider: 'securepayapi', lane: 'default', keys: { secretKey: key }, settings };
  const event: PaymentEvent = {
    id: 'evt_1',
    paymentId: 'p',
    status: 'PAYING',
    contentType: 'application/json',
    body: announced,
    atMs: 0,
    seq: 1,
    deliveryIds: [],
  };
  return securepayapi.explainAttempt({ account, event, body, headers });
}

function readBody(vector: { body?: string; bodyBase64?: string }): string {
  return vector.body ?? Buffer.from(vector.bodyBase64 ?? '', 'base64').toString('utf8');
}

function headersOf(timestamp: string, signature: string): Header[] {
  return [
    ['Content-Type', 'application/json'],
    ['X-Timestamp', timestamp],
    ['X-Signature', signature],
  ];
}

function findVector(name: string) {
  const vector = vectors.vectors.find((candidate) => candidate.name === name);
  if (!vector) throw new Error(`no vector ${name}`);
  return vector;
}

const first = findVector('V1');
const body = readBody(first);

describe('an attempt whose signature is right', () => {
  test.each(vectors.vectors)('$name, $title: every value stands in its step', (vector) => {
    const text = readBody(vector);
    const explanation = explain({ body: text, headers: headersOf(vector.timestamp, vector.signature) });
    expect(explanation.result).toBe('match');
    const values = Object.fromEntries(explanation.steps.map(({ title, value }) => [title, value]));
    expect(values).toMatchObject({
      Time: vector.timestamp,
      'String to sign': `${vector.timestamp}${text}`,
      'Expected signature': vector.signature,
      'Signature that was sent': vector.signature,
    });
    expect(explanation.steps[0]?.text).toContain(`${vector.bytes} bytes`);
    expect(values.Body).toMatch(/^[0-9a-f]{16}$/);
    expect(values.Key).toMatch(/^[0-9a-f]{8}$/);
    expect(explanation.steps.at(-1)).toMatchObject({ title: 'What your app must do', evidence: 'documented' });
    expect(explanation.steps.at(-1)?.text).toContain('204');
  });

  test('the fingerprints are those that a person works out with sha256sum', () => {
    const { steps } = explain({ body: '{}', headers: headersOf('1760000001', 'x') });
    expect(steps.find(({ title }) => title === 'Body')?.value).toBe('44136fa355b3678a');
    expect(steps.find(({ title }) => title === 'Key')?.value).toBe('b310d836');
  });

  test('the time is told as a date, too', () => {
    const { steps } = explain({ body, headers: headersOf('1760000001', 'x') });
    expect(steps.find(({ title }) => title === 'Time')?.text).toContain('2025-10-09T08:53:21.000Z');
  });
});

describe('an attempt whose signature is wrong says why', () => {
  const wrong = (name: string) => vectors.wrong.find((candidate) => candidate.name === name)?.signature ?? '';
  const cases: [title: string, sent: Sent, says: string][] = [
    ['no signature', { body, headers: [['X-Timestamp', '1760000001']] }, 'X-Signature is missing'],
    ['no time', { body, headers: [['X-Signature', first.signature]] }, 'X-Timestamp is missing'],
    [
      'no time, and signed without one',
      { body, headers: [['X-Signature', signDelivery(vectors.secretKey, '', body)]] },
      'X-Timestamp is missing',
    ],
    ['another key', { body, headers: headersOf(first.timestamp, first.signature), key: 'sp_secret_new' }, 'replaced since'],
    [
      'a body that was changed afterwards',
      { body: body.replace('4599', '1'), announced: body, headers: headersOf(first.timestamp, first.signature) },
      'fits the body as it was announced',
    ],
    [
      'a changed body and another key',
      { body: '{}', announced: body, headers: headersOf(first.timestamp, '0'.repeat(64)) },
      'fits neither',
    ],
    ['upper case', { body, headers: headersOf(first.timestamp, wrong('upper-case hex')) }, 'upper-case'],
    ['base64', { body, headers: headersOf(first.timestamp, wrong('base64 instead of hex')) }, 'base64'],
    ['a scheme in front', { body, headers: headersOf(first.timestamp, wrong('scheme in front')) }, 'sha256='],
    ['a dot', { body, headers: headersOf(first.timestamp, wrong('dot between timestamp and body')) }, 'dot'],
    ['a key cut short', { body, headers: headersOf(first.timestamp, wrong('prefix cut off the key')) }, 'without its prefix'],
    [
      'Latin-1',
      {
        body: readBody(findVector('V3')),
        headers: headersOf(findVector('V3').timestamp, wrong('body hashed as latin1')),
      },
      'Latin-1',
    ],
    [
      'a body written anew',
      {
        body: readBody(findVector('V7')),
        headers: headersOf(findVector('V7').timestamp, findVector('V7').reparsedSignature ?? ''),
      },
      'written anew',
    ],
    ['milliseconds', { body, headers: headersOf(`${first.timestamp}123`, first.signature) }, 'milliseconds'],
    ['blanks', { body, headers: headersOf(first.timestamp, ` ${first.signature}`) }, 'blanks'],
    [
      'two of them',
      { body, headers: [...headersOf(first.timestamp, first.signature), ['x-signature', first.signature]] },
      'more than once',
    ],
    ['no signature at all', { body, headers: headersOf(first.timestamp, 'hello') }, '64 lower-case hex digits'],
  ];

  test.each(cases)('%s', (_title, sent, says) => {
    const explanation = explain(sent);
    expect(explanation.result).toBe('mismatch');
    expect(explanation.sentence).toContain('with the present key');
    expect(explanation.sentence).toContain(says);
    expect(explanation.steps.at(-1)?.text).toContain(says);
    expect(explanation.steps.map(({ title }) => title)).toContain('What your app must do');
  });
});
