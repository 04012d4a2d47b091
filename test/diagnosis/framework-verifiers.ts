import { createHash, createHmac } from 'node:crypto';
import type { MistakenVerifier } from './mistaken-verifiers.js';
import { type Habit, hmac, type Seen } from './verifying-receiver.js';

type Expect = NonNullable<Habit['expect']>;

const parse = (body: Buffer) => JSON.parse(body.toString()) as Record<string, unknown>;
const over =
  (message: (timestamp: string, body: Buffer) => (string | Buffer)[]): Expect =>
  ({ timestamp, body }, secret) =>
    hmac(secret, ...message(timestamp, body)).digest('hex');
const withKey =
  (form: (secret: string) => string | Buffer): Expect =>
  ({ timestamp, body }, secret) =>
    hmac(form(secret), timestamp, body).digest('hex');
const written =
  (write: (mac: Buffer) => string): Expect =>
  ({ timestamp, body }, secret) =>
    write(hmac(secret, timestamp, body).digest());
const digested =
  (digest: (secret: string, message: string) => string): Expect =>
  ({ timestamp, body }, secret) =>
    digest(secret, timestamp + body.toString());
const spaced = (body: Buffer, isSorted = false) => {
  const entries = Object.entries(parse(body));
  if (isSorted) entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`;
};
const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

const rows: readonly (readonly [title: string, cause: string, says: string, expect: Expect])[] = [
  ['Flask: json.dumps(request.json)', 'pretty-printed', 'Python', over((time, body) => [time, spaced(body)])],
  [
    'Django: json.dumps with sort_keys',
    'sorted-keys',
    'keys sorted and blanks',
    over((time, body) => [time, spaced(body, true)]),
  ],
  [
    'Flask: the dict in an f-string',
    'reserialised-body',
    'single quotes',
    over((time, body) => [time, spaced(body).replaceAll('"', "'")]),
  ],
  ['Django: the bytes in an f-string', 'reserialised-body', "b''", over((time, body) => [time, `b'${body.toString()}'`])],
  ['Laravel: the array in a string', 'body-parser-missing', 'PHP', over((time) => [time, 'Array'])],
  [
    'Laravel: json_encode with JSON_PRETTY_PRINT',
    'pretty-printed',
    'four blanks',
    over((time, body) => [time, JSON.stringify(parse(body), null, 4).replaceAll('/', '\\/')]),
  ],
  [
    'Spring: the map in a string',
    'reserialised-body',
    'Java',
    over((time, body) => [
      time,
      `{${Object.entries(parse(body))
        .map(([name, value]) => `${name}=${value}`)
        .join(', ')}}`,
    ]),
  ],
  [
    'Express: JSON.stringify of what express.raw gave',
    'reserialised-body',
    'list of bytes',
    over((time, body) => [time, JSON.stringify(body)]),
  ],
  [
    'Express: urlencoded for everything',
    'reserialised-body',
    'form',
    over((time, body) => [time, JSON.stringify(Object.fromEntries(new URLSearchParams(body.toString())))]),
  ],
  ['Express: req.body is null', 'body-parser-missing', 'null', over((time) => [time, 'null'])],
  ['Next: request.text() without await', 'body-parser-missing', 'waited', over((time) => [time, '[object Promise]'])],
  ['Next: request.body in a string', 'body-parser-missing', 'ReadableStream', over((time) => [time, '[object ReadableStream]'])],
  ['Hono: an ArrayBuffer in a string', 'body-parser-missing', 'ArrayBuffer', over((time) => [time, '[object ArrayBuffer]'])],
  [
    'Workers: a Uint8Array in a string',
    'reserialised-body',
    'commas',
    over((time, body) => [time, new Uint8Array(body).toString()]),
  ],
  ['AWS Lambda: the body is still base64', 'changed-body', 'base64', over((time, body) => [time, body.toString('base64')])],
  ['adds a line break', 'changed-body', 'line break', over((time, body) => [time, body, '\n'])],
  ['signs the timestamp alone', 'body-parser-missing', 'empty', over((time) => [time])],
  [
    'puts the timestamp into the object',
    'separator-inserted',
    'into the parsed body',
    over((time, body) => [JSON.stringify({ ...parse(body), timestamp: time })]),
  ],
  [
    'signs a JSON object of both',
    'separator-inserted',
    'one JSON object',
    over((time, body) => [JSON.stringify({ timestamp: time, body: body.toString() })]),
  ],
  ['body, dot, timestamp', 'body-first', 'a dot', over((time, body) => [body, '.', time])],
  ['a bar between', 'separator-inserted', 'a bar', over((time, body) => [time, '|', body])],
  ['a date for a time', 'timestamp-changed', 'date', over((time, body) => [new Date(Number(time) * 1_000).toISOString(), body])],
  ['created for a time', 'timestamp-changed', '(created)', over((_time, body) => [String(parse(body).created), body])],
  [
    'SHA-256 of secret and message',
    'wrong-hash',
    'secret and message, without HMAC',
    digested((secret, message) => sha256(secret, message)),
  ],
  [
    'SHA-256 of message and secret',
    'wrong-hash',
    'message and secret, without HMAC',
    digested((secret, message) => sha256(message, secret)),
  ],
  ['SHA-256 of the message', 'wrong-hash', 'without the secret', digested((_secret, message) => sha256(message))],
  ['key and message swapped', 'wrong-hash', 'each other', digested((secret, message) => hmac(message, secret).digest('hex'))],
  [
    'HMAC over a hash',
    'wrong-hash',
    'over the SHA-256',
    digested((secret, message) => hmac(secret, sha256(message)).digest('hex')),
  ],
  ['SHA-384', 'wrong-hash', 'SHA-384', digested((secret, message) => createHmac('sha384', secret).update(message).digest('hex'))],
  ['base64url', 'base64-signature', 'base64', written((mac) => mac.toString('base64url'))],
  [
    'base64 of the hex text',
    'base64-signature',
    'in hex and then',
    written((mac) => Buffer.from(mac.toString('hex')).toString('base64')),
  ],
  ['v1= before it', 'expects-prefix', 'v1=', written((mac) => `v1=${mac.toString('hex')}`)],
  [
    '.NET: BitConverter.ToString',
    'mangled-signature',
    '.NET',
    written((mac) => (mac.toString('hex').toUpperCase().match(/../g) ?? []).join('-')),
  ],
  ['the secret decoded from hex', 'secret-missing', 'decoded from hex', withKey((secret) => Buffer.from(secret, 'hex'))],
  ['the secret in UTF-16', 'wrong-text-encoding', 'UTF-16', withKey((secret) => Buffer.from(secret, 'utf16le'))],
  ['the secret with a Windows line break', 'padded-secret', 'Windows', withKey((secret) => `${secret}\r\n`)],
  ['the secret in single quotes', 'padded-secret', 'single quotes', withKey((secret) => `'${secret}'`)],
  ['the secret encoded in base64', 'secret-decoded', 'encodes', withKey((secret) => Buffer.from(secret).toString('base64'))],
  ['the whole Authorization header for a secret', 'padded-secret', 'Bearer', withKey((secret) => `Bearer ${secret}`)],
  ['its own clock', 'timestamp-changed', 'its own clock', signOwnTime],
];

/** The time of its own clock, and on a busy machine that of three seconds before. */
export function signOwnTime({ body, signature }: Seen, secret: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const made = [0, 1, 2, 3].map((back) => hmac(secret, String(seconds - back), body).digest('hex'));
  return made.find((one) => one === signature) ?? made[0] ?? '';
}

/** Slips that the habits of a framework or a language lead to, each with its true cause and words that name it. */
export const frameworkVerifiers: readonly MistakenVerifier[] = rows.map(([title, cause, says, expect]) => ({
  ...{ title, cause, says },
  habit: { expect },
  confidence: 'certain',
}));
