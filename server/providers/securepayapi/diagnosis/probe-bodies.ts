import { isObject, readJson } from './rewritten-json.js';

/** Text that no receiver acts on, so it may be changed in a probe. */
const HARMLESS = 'statustext';

/** An event is older than the delivery of it: only so it shows which of the two times a receiver signs. */
const AGE_SECONDS = 60;

/** The event with its harmless text in plain ASCII, as the provider writes it. */
export function buildPlainBody(body: string): string {
  const payload = readJson(Buffer.from(body));
  if (!isObject(payload)) return body;
  const { created } = payload;
  return JSON.stringify({
    ...payload,
    ...(typeof created === 'number' ? { created: created - AGE_SECONDS } : {}),
    ...(/[^\0-\x7f]/.test(String(payload[HARMLESS])) ? { [HARMLESS]: 'Probe' } : {}),
  });
}

/** The same event with characters beyond ASCII and a slash; tells encodings and other languages' JSON apart. */
export function buildUnicodeBody(body: string): string {
  const payload = readJson(Buffer.from(body));
  return isObject(payload) ? JSON.stringify({ ...payload, [HARMLESS]: 'Überprüfung 確認 😀 1/2' }) : body;
}

/** The same event in other bytes: a blank, an escaped character, an escaped slash, a number with a zero more. Nothing writes it like this again. */
export function buildUnusualBody(body: string): string {
  const payload = readJson(Buffer.from(body));
  if (!isObject(payload)) return `${body} `;
  const text = JSON.stringify({ ...payload, [HARMLESS]: '@' });
  return text
    .replace(/^\{/, '{ ')
    .replace(`"${HARMLESS}":"@"`, `"${HARMLESS}":"caf\\u00e9 1\\/2"`)
    .replace(/("famt":\d+)(?=[,}])/, '$1.0');
}
