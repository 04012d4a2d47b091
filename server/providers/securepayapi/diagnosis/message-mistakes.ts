import type { CauseId, Mistake } from './mistake.js';
import { isObject, readJson } from './rewritten-json.js';

const MILLISECONDS = /^\d{12,14}$/;

/** Another time than the one in the header. */
const timeMistakes: readonly Mistake[] = [
  defineTime('time-to-milliseconds', 'milliseconds', {
    sentence: 'The time was signed in milliseconds; X-Timestamp has whole seconds, and they are signed as they stand.',
    habit: 'turns X-Timestamp into milliseconds before it signs',
    form: (timestamp) => (MILLISECONDS.test(timestamp) ? null : `${timestamp}000`),
  }),
  defineTime('time-from-milliseconds', 'milliseconds', {
    sentence: 'The time is in milliseconds, and seconds were signed; X-Timestamp has whole seconds.',
    habit: 'divides X-Timestamp by 1000 and rounds before it signs',
    form: (timestamp) => (/^\d{5,}$/.test(timestamp) ? String(Math.floor(Number(timestamp) / 1000)) : null),
  }),
  defineTime('time-left-out', 'timestamp-left-out', {
    sentence: 'Only the body was signed; the timestamp stands before it.',
    habit: 'signs the body alone',
    form: () => '',
  }),
  defineTime('time-undefined', 'timestamp-header-lost', {
    sentence: 'The word "undefined" was signed in place of the timestamp: X-Timestamp was not found.',
    habit: 'does not find X-Timestamp and signs "undefined" in its place',
    form: () => 'undefined',
  }),
  defineTime('time-null', 'timestamp-header-lost', {
    sentence: 'The word "null" was signed in place of the timestamp: X-Timestamp was not found.',
    habit: 'does not find X-Timestamp and signs "null" in its place',
    form: () => 'null',
  }),
  defineTime('time-none', 'timestamp-header-lost', {
    sentence: 'The word "None" was signed in place of the timestamp: X-Timestamp was not found.',
    habit: 'does not find X-Timestamp and signs "None" in its place',
    form: () => 'None',
  }),
  defineTime('time-iso', 'timestamp-changed', {
    sentence: 'The time was signed as a date; X-Timestamp is signed as it stands.',
    habit: 'turns X-Timestamp into a date before it signs',
    form: (timestamp) => (/^\d{1,11}$/.test(timestamp) ? new Date(Number(timestamp) * 1000).toISOString() : null),
  }),
  defineTime('time-of-body', 'timestamp-changed', {
    sentence: 'The time in the body (created) was signed; it is X-Timestamp that stands before the body.',
    habit: 'signs the time in the body (created) in place of X-Timestamp',
    form: (timestamp, body) => {
      const payload = readJson(body);
      const created = isObject(payload) ? String(payload.created ?? timestamp) : timestamp;
      return created === timestamp ? null : created;
    },
  }),
];

const SEPARATORS: readonly [name: string, separator: string, words: string][] = [
  ['dot', '.', 'A dot'],
  ['colon', ':', 'A colon'],
  ['newline', '\n', 'A line break'],
  ['blank', ' ', 'A blank'],
  ['bar', '|', 'A bar'],
  ['dash', '-', 'A dash'],
  ['comma', ',', 'A comma'],
  ['underscore', '_', 'An underscore'],
  ['semicolon', ';', 'A semicolon'],
  ['ampersand', '&', 'An ampersand'],
  ['slash', '/', 'A slash'],
  ['crlf', '\r\n', 'A Windows line break'],
];

/** Another string to sign. */
const joinMistakes: readonly Mistake[] = [
  ...SEPARATORS.map(([name, separator, words]) =>
    defineJoin(`separator-${name}`, 'separator-inserted', {
      sentence: `${words} was put between timestamp and body; nothing stands between them.`,
      habit: `puts ${words.charAt(0).toLowerCase()}${words.slice(1)} between timestamp and body`,
      join: (time, body) => Buffer.concat([time, Buffer.from(separator), body]),
    }),
  ),
  defineJoin('body-first', 'body-first', {
    sentence: 'The body was signed before the timestamp; the timestamp comes first.',
    habit: 'signs the body before the timestamp',
    join: (time, body) => Buffer.concat([body, time]),
  }),
  ...SEPARATORS.slice(0, 2).map(([name, separator, words]) =>
    defineJoin(`body-first-${name}`, 'body-first', {
      sentence: `The body was signed before the timestamp, with ${words.toLowerCase()} between them; the timestamp comes first, and nothing stands between them.`,
      habit: `signs the body, ${words.toLowerCase()} and the timestamp`,
      join: (time, body) => Buffer.concat([body, Buffer.from(separator), time]),
    }),
  ),
  defineJoin('json-around', 'separator-inserted', {
    sentence:
      'Timestamp and body were put into one JSON object before they were signed; they are signed as they stand, one after the other.',
    habit: 'puts timestamp and body into one JSON object before it signs',
    join: (time, body) => Buffer.from(JSON.stringify({ timestamp: time.toString(), body: body.toString() })),
  }),
  defineJoin('time-last-in-json', 'separator-inserted', {
    sentence: 'The timestamp was put into the parsed body before that was signed; it stands before the raw bytes of the body.',
    habit: 'puts the timestamp into the parsed body and signs that',
    join: (time, body) => {
      const payload = readJson(body);
      return Buffer.from(isObject(payload) ? JSON.stringify({ ...payload, timestamp: time.toString() }) : body);
    },
  }),
];

export const messageMistakes: readonly Mistake[] = [...timeMistakes, ...joinMistakes];

interface Words {
  sentence: string;
  habit: string;
}

function defineTime(
  id: string,
  cause: CauseId,
  { sentence, habit, form }: Words & { form(timestamp: string, body: Buffer): string | null },
): Mistake {
  return { id, cause, step: 'time', sentence, habit, change: { time: form } };
}

function defineJoin(
  id: string,
  cause: CauseId,
  { sentence, habit, join }: Words & { join(time: Buffer, body: Buffer): Buffer },
): Mistake {
  return { id, cause, step: 'join', sentence, habit, change: { join } };
}
