import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secpaid } from '../../server/providers/secpaid/index.js';
import { runProcess } from '../support/run-process.js';

const vectors = JSON.parse(readFileSync(new URL('../../fixtures/vectors/secpaid.json', import.meta.url), 'utf8')) as {
  vectors: { name: string; key: string; plain: string; base64: string }[];
};
const [vector = { name: '', key: '', plain: '', base64: '' }] = vectors.vectors;
const { key, plain, base64 } = vector;
const keyBytes = Buffer.from(key);

function read(body: string, withKey = key) {
  const { encryption } = secpaid.codec ?? {};
  if (!encryption) throw new Error('no encryption');
  return encryption.decrypt(body, withKey);
}

function seal(cipher: string, sealKey: Buffer, iv: Buffer | null, text = plain): Buffer {
  const made = createCipheriv(cipher, sealKey, iv);
  return Buffer.concat([made.update(text), made.final()]);
}

describe('what decrypts', () => {
  test.each(vectors.vectors)('$name, as a body, bare, and as JSON text', (one) => {
    for (const body of [JSON.stringify({ data: one.base64 }), one.base64, ` ${one.base64}\n`, JSON.stringify(one.base64)])
      expect(read(body, one.key)).toEqual({ isRight: true, sentence: 'It decrypts.', payload: one.plain });
  });

  test('any text under any key of 32 bytes comes back', () => {
    const keys = fc.stringMatching(/^[!-~]{32}$/);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text)),
        keys,
        (text, other) => {
          const body = secpaid.codec?.encryption?.encrypt(text, other) ?? '';
          expect(read(body, other)).toMatchObject({ isRight: true, payload: text });
        },
      ),
    );
  });

  test('whatever is given, there is an answer', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (body, other) => read(body, other).sentence.length > 10));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => read(Buffer.from(bytes).toString('base64')).sentence.length > 10),
    );
  });
});

describe('what does not decrypt says exactly why', () => {
  const iv = keyBytes.subarray(0, 16);
  const zeros = Buffer.alloc(16);
  const own = Buffer.from('an own vector 16');
  const gcm = () => {
    const cipher = createCipheriv('aes-256-gcm', keyBytes, own.subarray(0, 12));
    return Buffer.concat([own.subarray(0, 12), cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const zeroPadded = () => {
    const cipher = createCipheriv('aes-256-cbc', keyBytes, iv).setAutoPadding(false);
    const text = Buffer.concat([Buffer.from(plain), Buffer.alloc(16 - (Buffer.byteLength(plain) % 16))]);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  };
  const changed = () => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[70] = (bytes[70] ?? 0) ^ 1;
    return bytes.toString('base64');
  };
  const sha = createHash('sha256').update(keyBytes).digest();
  const at = (bytes: Buffer) => bytes.toString('base64');
  const cases: [title: string, body: string, cause: string, says: string, withKey?: string][] = [
    ['a key that is too short', base64, 'key-length', 'has 31 bytes; AES-256 takes exactly 32. 1 byte is missing', key.slice(1)],
    ['a key with a line break', base64, 'key-length', 'line break around it. In that form it opens', `${key}\n`],
    ['a key in quotes', base64, 'key-length', 'quotes around it. In that form it opens', `"${key}"`],
    ['a key in hex', base64, 'key-length', 'in hex', keyBytes.toString('hex')],
    ['a key in base64', base64, 'key-length', 'in base64', keyBytes.toString('base64')],
    ['a key of letters with marks', base64, 'key-length', 'more than one byte', 'ü'.repeat(32)],
    ['a key of AES-128', base64, 'key-length', 'AES-128', key.slice(0, 16)],
    ['another key', base64, 'wrong-key', 'another key', 'another-key-0123456789-ABCDEFGHI'],
    ['nothing', ' ', 'empty', 'empty'],
    ['plain JSON', plain, 'plaintext', 'the payload itself'],
    ['other JSON', '{"a":1}', 'plaintext', 'without a text in "data"'],
    ['a form', 'ResponseCode=1&data%5Bpay_id%5D=1', 'plaintext', 'form'],
    ['JSON that was cut off', '{"data":"QKOtcV', 'json', 'begins like JSON'],
    ['a strange character', `${base64.slice(0, 9)}*${base64.slice(10)}`, 'base64', '"*" at place 10'],
    ['two ciphertexts', `${base64}${base64}`, 'base64', 'something follows its padding'],
    ['one character too few', base64.slice(0, 21), 'base64', 'one too many or three too few'],
    ['missing padding', base64.replace(/=+$/, ''), 'base64', 'padding (=) is missing or wrong. Put right, it decrypts'],
    ['base64 for URLs', base64.replaceAll('+', '-').replaceAll('/', '_'), 'base64', 'for URLs'],
    ['blanks for plus signs', base64.replaceAll('+', ' '), 'base64', 'blanks where "+" stood'],
    ['a value from a URL', encodeURIComponent(base64), 'base64', 'encoded for a URL'],
    ['line breaks', base64.replace(/.{64}/g, '$&\r\n'), 'base64', 'line breaks'],
    ['hex', Buffer.from(base64, 'base64').toString('hex'), 'base64', 'It is hex'],
    [
      'a length that cannot be',
      at(Buffer.from(base64, 'base64').subarray(0, 50)),
      'length',
      '50 bytes, which is no multiple of 16',
    ],
    ['a missing end', at(Buffer.from(base64, 'base64').subarray(0, 48)), 'changed', 'its end is missing'],
    ['a changed byte', changed(), 'changed', 'changed from about byte 65'],
    ['zeros for a vector', at(seal('aes-256-cbc', keyBytes, zeros)), 'iv', 'zeros'],
    ['the end of the key for a vector', at(seal('aes-256-cbc', keyBytes, keyBytes.subarray(16))), 'iv', 'last 16 bytes'],
    ['a vector of its own in front', at(Buffer.concat([own, seal('aes-256-cbc', keyBytes, own)])), 'iv', 'stands before'],
    ['a vector of its own', at(seal('aes-256-cbc', keyBytes, own)), 'iv', 'first 16 bytes that come out are garbage'],
    ['ECB', at(seal('aes-256-ecb', keyBytes, null)), 'cipher', 'ECB'],
    ['CTR', at(seal('aes-256-ctr', keyBytes, iv)), 'cipher', 'CTR'],
    ['GCM', at(gcm()), 'cipher', 'GCM'],
    ['AES-128', at(seal('aes-128-cbc', keyBytes.subarray(0, 16), iv)), 'cipher', 'AES-128'],
    ['a hashed key', at(seal('aes-256-cbc', sha, sha.subarray(0, 16))), 'key-derived', 'SHA-256 of the key'],
    ['zeros for padding', at(zeroPadded()), 'padding', 'PKCS#7'],
  ];
  test.each(cases)('%s', (_title, body, cause, says, withKey) => {
    const told = read(body, withKey);
    expect(told).toMatchObject({ isRight: false, cause });
    expect(told.sentence).toContain(says);
    expect(told.isRight ? '' : told.fix).toMatch(/^[A-Z].{20,}\.$/);
    expect(told.sentence).not.toContain(key);
    // Whatever comes out after all is the payload and nothing made up.
    if (told.payload !== undefined && cause !== 'plaintext') expect(told.payload).toBe(plain);
    if (['cipher', 'key-derived', 'padding'].includes(cause)) expect(told.payload).toBe(plain);
  });

  test.each([
    ['MD5', ['-md', 'md5']],
    ['SHA-256', ['-md', 'sha256']],
    ['PBKDF2', ['-pbkdf2', '-iter', '10000']],
  ])("OpenSSL's salted form, made by OpenSSL itself with %s", async (says, flags) => {
    const sealed = await runProcess('openssl', ['enc', '-aes-256-cbc', '-a', '-A', '-salt', '-k', key, ...flags], plain);
    const told = read(sealed.trim());
    expect(told).toMatchObject({ isRight: false, cause: 'salted', payload: plain });
    expect(told.sentence).toContain(says);
    expect(read(sealed.trim(), 'another')).toMatchObject({ cause: 'salted', sentence: expect.stringContaining('does not open') });
  });
});
