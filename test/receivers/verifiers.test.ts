import { createHash, createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startReceiver } from '../support/receiver-process.js';
import { readIndex } from './exam-desk.js';

interface Row {
  file: string;
  cause: string;
  mistake: string;
  /** Of the genuine deliveries: none, those that JSON.stringify would write the same, those of ASCII only. */
  accepts: 'none' | 'canonical' | 'ascii';
}

const SECRET = 'sp_secret_mock_7Jq2vXw9RkT4mZ81';
const PUBLISHABLE = 'sp_client_mock_1';
const ASCII =
  '{"created":1760000000,"id":"66f1a09b3c4d5e6f70819203","famt":4599,"status":"PAYING","statustext":"Charging the card"}';
const WIDE = ASCII.replace('Charging', 'Überprüfung 確認');
const SPACED = ASCII.replace('"famt":4599', '"famt": 4599.0');

const hmac = (parts: (string | Buffer)[], { key = SECRET as string | Buffer, hash = 'sha256' } = {}) => {
  const mac = createHmac(hash, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};
const hex = (...parts: (string | Buffer)[]) => hmac(parts).toString('hex');
const sortKeys = (body: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).sort(([one], [other]) => (one < other ? -1 : 1))));

/** What each verifier takes for the signature: made as it makes it, so that accepting it proves the mistake. Null: nothing at all. */
const wanted: Record<string, ((timestamp: string, body: string) => string | Record<string, string>) | null> = {
  'reserialised-body': (timestamp, body) => hex(timestamp, body),
  'double-encoded-body': (timestamp, body) => hex(timestamp, JSON.stringify(body)),
  'sorted-keys': (timestamp, body) => hex(timestamp, sortKeys(body)),
  'pretty-printed': (timestamp, body) => hex(timestamp, JSON.stringify(JSON.parse(body), null, 2)),
  'newline-added': (timestamp, body) => hex(timestamp, body, '\n'),
  'parser-missing': (timestamp) => hex(timestamp, 'undefined'),
  'parser-gives-empty-object': (timestamp) => hex(timestamp, '{}'),
  'parser-read-it-before': (timestamp) => hex(timestamp),
  'object-as-text': (timestamp) => hex(timestamp, '[object Object]'),
  'read-as-latin1': (timestamp, body) => hex(timestamp, Buffer.from(body).toString('latin1')),
  'signed-as-utf16': (timestamp, body) => hex(timestamp, Buffer.from(body, 'utf16le')),
  'separator-dot': (timestamp, body) => hex(timestamp, '.', body),
  'separator-newline': (timestamp, body) => hex(timestamp, '\n', body),
  'body-first': (timestamp, body) => hex(body, timestamp),
  'milliseconds-signed': (timestamp, body) => hex(`${timestamp}000`, body),
  'milliseconds-compared': (_timestamp, body) => {
    const milliseconds = String(Date.now());
    return { 'x-timestamp': milliseconds, 'x-signature': hex(milliseconds, body) };
  },
  'timestamp-left-out': (_timestamp, body) => hex(body),
  'secret-without-prefix': (timestamp, body) => hmac([timestamp, body], { key: SECRET.slice(10) }).toString('hex'),
  'secret-with-newline': (timestamp, body) => hmac([timestamp, body], { key: `${SECRET}\n` }).toString('hex'),
  'secret-with-quotes': (timestamp, body) => hmac([timestamp, body], { key: `"${SECRET}"` }).toString('hex'),
  'secret-not-set': (timestamp, body) => hmac([timestamp, body], { key: 'undefined' }).toString('hex'),
  'publishable-key': (timestamp, body) => hmac([timestamp, body], { key: PUBLISHABLE }).toString('hex'),
  'secret-from-base64': (timestamp, body) => hmac([timestamp, body], { key: Buffer.from(SECRET, 'base64') }).toString('hex'),
  'secret-tail-from-base64': (timestamp, body) =>
    hmac([timestamp, body], { key: Buffer.from(SECRET.slice(10), 'base64') }).toString('hex'),
  'upper-case-hex': (timestamp, body) => hex(timestamp, body).toUpperCase(),
  base64: (timestamp, body) => hmac([timestamp, body]).toString('base64'),
  'prefix-expected': (timestamp, body) => `sha256=${hex(timestamp, body)}`,
  sha1: (timestamp, body) => hmac([timestamp, body], { hash: 'sha1' }).toString('hex'),
  sha512: (timestamp, body) => hmac([timestamp, body], { hash: 'sha512' }).toString('hex'),
  'json-with-blanks': (timestamp, body) => hex(timestamp, body.replaceAll('":', '": ').replaceAll(',"', ', "')),
  'buffer-as-json': (timestamp, body) => hex(timestamp, JSON.stringify(Buffer.from(body))),
  'byte-list': (timestamp, body) => hex(timestamp, Buffer.from(body).join(',')),
  'form-parser': (timestamp, body) => hex(timestamp, JSON.stringify({ [body]: '' })),
  'promise-as-text': (timestamp) => hex(timestamp, '[object Promise]'),
  'body-in-base64': (timestamp, body) => hex(timestamp, Buffer.from(body).toString('base64')),
  'json-around': (timestamp, body) => hex(JSON.stringify({ timestamp, body })),
  'hash-without-hmac': (timestamp, body) => createHash('sha256').update(`${SECRET}${timestamp}${body}`).digest('hex'),
  'key-and-message-swapped': (timestamp, body) => hmac([SECRET], { key: timestamp + body }).toString('hex'),
  'base64-for-urls': (timestamp, body) => hmac([timestamp, body]).toString('base64url'),
  'secret-from-hex': (timestamp, body) => hmac([timestamp, body], { key: '' }).toString('hex'),
  'proxy-drops-signature': null,
  'signature-header-misnamed': (timestamp, body) => ({ 'x-hub-signature': hex(timestamp, body) }),
  'proxy-drops-timestamp': (_timestamp, body) => hex('undefined', body),
};

const rows = readIndex<Row>('verifiers');

test('the index names every verifier there is, and at least fifteen causes', () => {
  const files = readdirSync(new URL('../../fixtures/receivers/verifiers', import.meta.url)).filter((name) =>
    name.endsWith('.mjs'),
  );
  expect(rows.map(({ file }) => file).sort()).toEqual(files.sort());
  expect(rows.map(({ file }) => file.replace('.mjs', '')).sort()).toEqual(Object.keys(wanted).sort());
  expect(new Set(rows.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(15);
});

test.each(rows.map((row) => [row.file, row] as const))(
  'the verifier %s makes its mistake and no other',
  async (file, { accepts }) => {
    await using receiver = await startReceiver(`verifiers/${file}`, {
      SECUREPAYAPI_SECRET_KEY: SECRET,
      SECUREPAYAPI_PUBLISHABLE_KEY: PUBLISHABLE,
    });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const send = async (body: string, signature: string | Record<string, string>) => {
      const proof = typeof signature === 'string' ? { 'x-signature': signature } : signature;
      const headers = { 'content-type': 'application/json', 'x-timestamp': timestamp, ...proof };
      return (await fetch(`${receiver.url}/webhooks`, { method: 'POST', headers, body })).status;
    };
    const genuine = [ASCII, WIDE, SPACED].map((body) => [body, hex(timestamp, body)] as const);
    const statuses: number[] = [];
    for (const [body, signature] of genuine) statuses.push(await send(body, signature));
    expect(statuses).toEqual({ none: [401, 401, 401], canonical: [204, 204, 401], ascii: [204, 401, 204] }[accepts]);
    const sign = wanted[file.replace('.mjs', '')];
    if (sign) expect(await send(WIDE, sign(timestamp, WIDE))).toBe(204);
    expect(await send(ASCII, hex(timestamp, 'something else'))).toBe(401);
    // The express ones add nothing to nothing there, which is no text to sign.
    expect([401, 500]).toContain((await fetch(receiver.url, { method: 'POST' })).status);
    expect(receiver.isRunning()).toBe(true);
  },
);
