import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { signDelivery, toTimestamp } from '../../../server/providers/securepayapi/signature.js';
import { verifyRaw, verifyReparsed } from './verify-webhook.js';

interface Vector {
  name: string;
  title: string;
  timestamp: string;
  bytes: number;
  body?: string;
  bodyBase64?: string;
  signature: string;
  verifiesReparsed: boolean;
  reparsedBody?: string;
  reparsedSignature?: string;
}

const file = JSON.parse(readFileSync(new URL('../../../fixtures/vectors/securepayapi.json', import.meta.url), 'utf8')) as {
  secretKey: string;
  vectors: Vector[];
  wrong: { name: string; vector: string; signature: string }[];
};
const { secretKey, vectors, wrong } = file;
const bodyOf = ({ body, bodyBase64 }: Vector): string => body ?? Buffer.from(bodyBase64 ?? '', 'base64').toString('utf8');

describe('T20 golden vectors', () => {
  test('are all there', () => expect(vectors.map(({ name }) => name)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7']));

  for (const vector of vectors) {
    test(`${vector.name}: ${vector.title}`, () => {
      const body = bodyOf(vector);
      expect(Buffer.byteLength(body, 'utf8')).toBe(vector.bytes);
      expect(signDelivery(secretKey, vector.timestamp, body)).toBe(vector.signature);
      expect(verifyRaw(secretKey, vector.timestamp, vector.signature, body)).toBe(true);
      expect(verifyReparsed(secretKey, vector.timestamp, vector.signature, body)).toBe(vector.verifiesReparsed);
      if (vector.reparsedBody !== undefined) {
        expect(JSON.stringify(JSON.parse(body))).toBe(vector.reparsedBody);
        expect(signDelivery(secretKey, vector.timestamp, vector.reparsedBody)).toBe(vector.reparsedSignature);
      }
    });
  }

  for (const { name, vector: vectorName, signature } of wrong) {
    test(`wrong: ${name} is not what is sent`, () => {
      const vector = vectors.find((candidate) => candidate.name === vectorName);
      if (!vector) throw new Error(`no vector ${vectorName}`);
      expect(signDelivery(secretKey, vector.timestamp, bodyOf(vector))).not.toBe(signature);
      expect(verifyRaw(secretKey, vector.timestamp, signature, bodyOf(vector))).toBe(false);
    });
  }
});

test('T20 without a timestamp it is the plain HMAC of the body, as in the published example of GitHub', () => {
  // Source: docs.github.com, "Validating webhook deliveries", "Testing the webhook payload validation".
  expect(signDelivery("It's a Secret to Everybody", '', 'Hello, World!')).toBe(
    '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  );
});

test('the timestamp is whole seconds, rounded down', () => {
  expect(toTimestamp(1_760_000_001_999)).toBe('1760000001');
  expect(toTimestamp(1_760_000_001_000)).toBe('1760000001');
});
