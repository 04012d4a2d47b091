import { createHash, createHmac } from 'node:crypto';
import { type Habit, hmac } from './verifying-receiver.js';

const sortedKeys = (value: object) => Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
const parse = (body: Buffer) => JSON.parse(body.toString()) as object;
const over =
  (message: (timestamp: string, body: Buffer) => (string | Buffer)[]): NonNullable<Habit['expect']> =>
  ({ timestamp, body }, secret) =>
    hmac(secret, ...message(timestamp, body)).digest('hex');
const withSecret =
  (form: (secret: string) => string | Buffer): NonNullable<Habit['expect']> =>
  ({ timestamp, body }, secret) =>
    hmac(form(secret), timestamp, body).digest('hex');
const written =
  (write: (hex: string, base64: string) => string): NonNullable<Habit['expect']> =>
  ({ timestamp, body }, secret) => {
    const mac = hmac(secret, timestamp, body).digest();
    return write(mac.toString('hex'), mac.toString('base64'));
  };
const hashed =
  (name: string): NonNullable<Habit['expect']> =>
  ({ timestamp, body }, secret) =>
    createHmac(name, secret).update(timestamp).update(body).digest('hex');

export interface MistakenVerifier {
  title: string;
  habit: Habit;
  cause: string;
  /** A word of the sentence that tells this one from others with the same cause. */
  says: string;
  confidence: 'certain' | 'likely' | 'possible';
}

/** Receivers that verify wrongly, each with its true cause. */
export const mistakenVerifiers: readonly MistakenVerifier[] = [
  verifier(
    'stringifies the parsed body, as the sample does',
    'reserialised-body',
    're-serialises the parsed body',
    over((time, body) => [time, JSON.stringify(parse(body))]),
  ),
  verifier(
    'writes the body anew as PHP does',
    'reserialised-body',
    'PHP',
    over((time, body) => [
      time,
      JSON.stringify(parse(body))
        .replaceAll('/', '\\/')
        .replace(/[\x7f-\uffff]/g, escapeUnit),
    ]),
  ),
  verifier(
    'stringifies the text of the body',
    'reserialised-body',
    'one JSON string',
    over((time, body) => [time, JSON.stringify(body.toString())]),
  ),
  verifier(
    'sorts the keys',
    'sorted-keys',
    'sorted',
    over((time, body) => [time, JSON.stringify(sortedKeys(parse(body)))]),
  ),
  verifier(
    'indents the body',
    'pretty-printed',
    'two blanks',
    over((time, body) => [time, JSON.stringify(parse(body), null, 2)]),
  ),
  verifier(
    'trims the body',
    'changed-body',
    'trims',
    over((time, body) => [time, body.toString().trim()]),
  ),
  verifier(
    'signs an empty body',
    'body-parser-missing',
    'empty',
    over((time) => [time]),
  ),
  verifier(
    'signs "undefined" for the body',
    'body-parser-missing',
    '"undefined"',
    over((time) => [time, 'undefined']),
  ),
  verifier(
    'signs {} for the body',
    'body-parser-missing',
    '{}',
    over((time) => [time, '{}']),
  ),
  verifier(
    'signs [object Object] for the body',
    'body-parser-missing',
    '[object Object]',
    over((time) => [time, '[object Object]']),
  ),
  verifier(
    'signs the body as Latin-1',
    'wrong-text-encoding',
    'Latin-1',
    over((time, body) => [time, Buffer.from(body.toString(), 'latin1')]),
  ),
  verifier(
    'reads the body as Latin-1',
    'wrong-text-encoding',
    'UTF-8',
    over((time, body) => [time, body.toString('latin1')]),
  ),
  verifier(
    'cuts the body down to seven bits',
    'wrong-text-encoding',
    'UTF-8',
    over((time, body) => [time, body.toString('ascii')]),
    'likely',
  ),
  verifier(
    'puts a dot between',
    'separator-inserted',
    'a dot',
    over((time, body) => [time, '.', body]),
  ),
  verifier(
    'puts a colon between',
    'separator-inserted',
    'a colon',
    over((time, body) => [time, ':', body]),
  ),
  verifier(
    'puts a line break between',
    'separator-inserted',
    'a line break',
    over((time, body) => [time, '\n', body]),
  ),
  verifier(
    'signs the body first',
    'body-first',
    'before the timestamp',
    over((time, body) => [body, time]),
  ),
  verifier(
    'signs milliseconds',
    'milliseconds',
    'into milliseconds',
    over((time, body) => [`${Number(time) * 1000}`, body]),
  ),
  verifier(
    'divides the time by 1000',
    'milliseconds',
    '1000',
    over((time, body) => [`${Math.floor(Number(time) / 1000)}`, body]),
  ),
  verifier(
    'signs the body alone',
    'timestamp-left-out',
    'alone',
    over((_time, body) => [body]),
  ),
  verifier('reads the time from a header that nobody sends', 'timestamp-header-lost', 'undefined', ({ headers, body }, secret) =>
    hmac(secret, String(headers['x-request-timestamp']), body).digest('hex'),
  ),
  verifier(
    'cuts the prefix off',
    'unprefixed-secret',
    'sp_secret_',
    withSecret((secret) => secret.replace('sp_secret_', '')),
  ),
  verifier(
    'has a line break after its secret',
    'padded-secret',
    'line break',
    withSecret((secret) => `${secret}\n`),
  ),
  verifier(
    'has a carriage return after its secret',
    'padded-secret',
    'carriage return',
    withSecret((secret) => `${secret}\r`),
  ),
  verifier(
    'has quotes around its secret',
    'padded-secret',
    'quotes',
    withSecret((secret) => `"${secret}"`),
  ),
  verifier(
    'has no secret',
    'secret-missing',
    'empty secret',
    withSecret(() => ''),
  ),
  verifier(
    'has "undefined" for a secret',
    'secret-missing',
    'undefined',
    withSecret(() => 'undefined'),
  ),
  verifier(
    'decodes its secret',
    'secret-decoded',
    'base64',
    withSecret((secret) => Buffer.from(secret, 'base64')),
  ),
  verifier(
    'has another secret',
    'wrong-secret',
    'another secret',
    withSecret(() => 'sp_secret_of_somebody_else'),
    'possible',
  ),
  verifier(
    'compares upper-case hex',
    'upper-case-hex',
    'upper-case',
    written((hex) => hex.toUpperCase()),
  ),
  verifier(
    'compares base64',
    'base64-signature',
    'base64',
    written((_hex, base64) => base64),
  ),
  verifier(
    'expects sha256= before it',
    'expects-prefix',
    'sha256=',
    written((hex) => `sha256=${hex}`),
  ),
  verifier('uses SHA-1', 'wrong-hash', 'SHA-1', hashed('sha1')),
  verifier('uses SHA-512', 'wrong-hash', 'SHA-512', hashed('sha512')),
  verifier(
    'uses a hash without HMAC that nobody thinks of',
    'wrong-secret',
    'another secret',
    ({ timestamp, body }, secret) => createHash('sha256').update(body).update(secret).update(timestamp).digest('base64url'),
    'possible',
  ),
];

function verifier(
  title: string,
  cause: string,
  says: string,
  expect: NonNullable<Habit['expect']>,
  confidence: MistakenVerifier['confidence'] = 'certain',
): MistakenVerifier {
  return { title, cause, says, habit: { expect }, confidence };
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
