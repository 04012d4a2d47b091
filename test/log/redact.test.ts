import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captureBody } from '../../server/log/capture.js';
import { createRedactor, maskSecret } from '../../server/log/redact.js';

const secret = 'sp_secret_0123456789abcdef+/=9a3f';

test('a masked secret shows its kind and its last four characters, and a short one shows nothing', () => {
  expect(maskSecret(secret)).toBe('sp_secret_…9a3f');
  expect(maskSecret('0123456789abcdef')).toBe('…cdef');
  expect(maskSecret('short')).toBe('…');
  expect(maskSecret('')).toBe('…');
  expect(maskSecret('a_very_secret_word_x')).not.toContain('secret');
});

test('no written form of a secret is left in a text, wherever it stands', () => {
  const redact = createRedactor(() => [secret]);
  fc.assert(
    fc.property(fc.string({ maxLength: 7 }), fc.string({ maxLength: 7 }), (before, after) => {
      const texts = [
        secret,
        encodeURIComponent(secret),
        new URLSearchParams([
          [before, secret],
          ['x', after],
        ]).toString(),
        JSON.stringify({ before, secret, after }),
        Buffer.from(secret).toString('hex'),
        Buffer.from(secret).toString('hex').toUpperCase(),
        Buffer.from(secret).toString('base64'),
        Buffer.from(`${before}${secret}${after}`).toString('base64'),
        Buffer.from(`${before}${secret}${after}`).toString('base64url'),
      ];
      for (const text of texts) {
        const masked = redact.maskText(`${before}${text}${after}`);
        expect(masked).not.toContain('0123456789');
        expect(Buffer.from(masked.replace(/…/g, '!!!'), 'base64').toString('latin1')).not.toContain('0123456789abcdef');
        expect(masked).toContain('…9a3f');
      }
    }),
    { numRuns: 200 },
  );
});

test('secrets are asked for each time, so that a rotated key is masked at once', () => {
  let secrets = ['first-secret-value'];
  const redact = createRedactor(() => secrets);
  expect(redact.maskText('a first-secret-value b second-secret-value')).toBe('a …alue b second-secret-value');
  secrets = ['second-secret-value'];
  expect(redact.maskText('a first-secret-value b second-secret-value')).toBe('a first-secret-value b …alue');
  secrets = [];
  expect(redact.maskText('second-secret-value')).toBe('second-secret-value');
});

test('a value too short to be a secret does not eat ordinary text', () => {
  expect(createRedactor(() => ['', '1', 'abc']).maskText('1 abc')).toBe('1 abc');
});

test('the longer of two secrets that begin alike is masked as a whole', () => {
  const redact = createRedactor(() => ['secret-value', 'secret-value-and-more-of-it']);
  expect(redact.maskText('x secret-value-and-more-of-it y')).toBe('x …f-it y');
});

test('SEC-13 a beginning that is long enough to be no accident is masked wherever it stands, and a shorter one only at a cut', () => {
  const redact = createRedactor(() => [secret]);
  const half = secret.slice(0, Math.ceil(secret.length / 2));
  expect(redact.maskText(`sent "${half}", cut`)).toBe('sent "sp_secret_…9a3f", cut');
  expect(redact.maskText(`sent "${secret.slice(0, 12)}", cut`)).toBe(`sent "${secret.slice(0, 12)}", cut`);
  for (let chars = 6; chars < secret.length; chars++) {
    expect(redact.maskCutText(`x${secret}y${secret.slice(0, chars)}`)).toMatch(/^xsp_secret_…9a3fy(…|sp_secret_…9a3f)$/);
  }
  expect(redact.maskCutText(`x${secret.slice(0, 5)}`)).toBe(`x${secret.slice(0, 5)}`);
  expect(redact.maskCutText('nothing of it')).toBe('nothing of it');
});

test('SEC-13 a secret that repeats itself, or begins another one, is masked as a whole at a cut', () => {
  const redact = createRedactor(() => ['abcabcabcabc', 'secret-value', 'secret-value-and-more-of-it']);
  expect(redact.maskCutText('x abcabcabcabc')).toBe('x …');
  expect(redact.maskCutText('x abcabcabcabcabcabc')).toBe('x …cabc…');
  expect(redact.maskCutText('x secret-value-and-mo')).toBe('x …');
  expect(redact.maskText('x secret-value-and-more y')).toBe('x …f-it y');
});

test('a credential header keeps its scheme and loses its value, known or not', () => {
  const redact = createRedactor(() => []);
  expect(redact.maskCredential('Bearer sp_live_0123456789abcdef')).toBe('Bearer sp_live_…cdef');
  expect(redact.maskCredential('wrong')).toBe('…');
});

test('a body is text when its bytes are UTF-8 and base64 otherwise, and comes back byte for byte', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const body = captureBody(Buffer.from(bytes));
        const back = body.text === undefined ? Buffer.from(body.base64 ?? '', 'base64') : Buffer.from(body.text);
        expect(back).toEqual(Buffer.from(bytes));
        expect(body.sizeBytes).toBe(bytes.length);
        expect(body.isCut).toBeUndefined();
      },
    ),
  );
});

test('P13 a body is cut at the limit, never inside a character, and says how long it was', () => {
  for (const letter of ['a', 'é', '€', '😀']) {
    for (let padding = 0; padding < 4; padding++) {
      const bytes = Buffer.from('x'.repeat(padding) + letter.repeat(40_000));
      const body = captureBody(bytes);
      expect(body).toMatchObject(bytes.length > 65_536 ? { sizeBytes: bytes.length, isCut: true } : { sizeBytes: bytes.length });
      expect(bytes.toString().startsWith(body.text ?? 'none')).toBe(true);
      expect(Buffer.byteLength(body.text ?? '')).toBeGreaterThan(Math.min(bytes.length, 65_536) - 4);
    }
  }
  expect(captureBody(Buffer.alloc(100, 0xff), 10)).toEqual({
    base64: Buffer.alloc(10, 0xff).toString('base64'),
    sizeBytes: 100,
    isCut: true,
  });
  expect(captureBody(Buffer.from('begin'), 65_536, 9_000)).toEqual({ text: 'begin', sizeBytes: 9_000, isCut: true });
});
