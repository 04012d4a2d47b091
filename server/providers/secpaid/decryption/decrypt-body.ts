import type { Decryption } from '../../provider.js';
import { describeKey } from './describe-key.js';
import { isJson, open, readText } from './open.js';
import { type Opening, openings, saltedOpenings } from './openings.js';
import { type Ciphertext, readBody } from './read-body.js';

const SALTED = Buffer.from('Salted__');
const BLOCK_BYTES = 16;
/** Readable bytes at the beginning that are no chance. */
const LEAST_READABLE = 16;

const AS_DESCRIBED =
  'Encrypt with AES-256-CBC and PKCS#7 padding, the 32 bytes of the key as they are, their first 16 as the initialisation vector, and base64.';
const SAME_KEY =
  'Use the encryption key of the account, or the one that the link was created with (encryption_key), on both sides.';
const WHOLE = 'Pass the value of "data" on whole, as it came.';

type Failure = Extract<Decryption, { isRight: false }>;

/** The payload of a webhook body or of a bare ciphertext, or exactly why there is none. */
export function decryptBody(body: string, key: string): Decryption {
  const read = readBody(body);
  if ('problem' in read) return { isRight: false, ...read.problem };
  // Whatever derives its key takes a passphrase of any length.
  if (isSalted(read.bytes)) return explainSalted(read.bytes, key);
  const keyFault = describeKey(key);
  if (keyFault !== null) return explainKey(keyFault, read, key);
  const result = decryptBytes(read.bytes, key);
  if (read.repaired === null) return result;
  const outcome = result.isRight ? 'Put right, it decrypts.' : `Put right, it does not decrypt either: ${result.sentence}`;
  const payload = result.payload === undefined ? {} : { payload: result.payload };
  return { isRight: false, cause: 'base64', sentence: `${read.repaired} ${outcome}`, fix: WHOLE, ...payload };
}

function decryptBytes(bytes: Buffer, key: string): Decryption {
  const text = readText(open(bytes, { cipher: 'aes-256-cbc', key: Buffer.from(key), iv: Buffer.from(key).subarray(0, 16) }));
  if (text !== null && (isJson(text) || isReadable(text)))
    return { isRight: true, sentence: isJson(text) ? 'It decrypts.' : 'It decrypts; what comes out is no JSON.', payload: text };
  const other = findOpening(openings, bytes, key);
  if (other) return fail(other.cause, `It was encrypted ${other.how}.`, AS_DESCRIBED, other.payload);
  if (bytes.length % BLOCK_BYTES !== 0) {
    const surplus = bytes.length % BLOCK_BYTES;
    return fail(
      'length',
      `The ciphertext has ${bytes.length} bytes, which is no multiple of 16: it was cut off (${BLOCK_BYTES - surplus} bytes are missing, at least), or another cipher made it.`,
      WHOLE,
    );
  }
  return explainGarbage(bytes, key);
}

/** In the right length, and nothing opens it. */
function explainGarbage(bytes: Buffer, key: string): Failure {
  const raw = open(bytes, {
    cipher: 'aes-256-cbc',
    key: Buffer.from(key),
    iv: Buffer.from(key).subarray(0, 16),
    isPadded: false,
  });
  const plain = raw ?? Buffer.alloc(0);
  const padded = readText(
    open(bytes, { cipher: 'aes-256-cbc', key: Buffer.from(key), iv: Buffer.alloc(16), isPadded: true })?.subarray(16),
  );
  if (padded !== null && padded.length >= LEAST_READABLE && isReadable(padded))
    return fail(
      'iv',
      'The first 16 bytes that come out are garbage and the rest reads well: the key is right and the initialisation vector another one. It is the first 16 bytes of the key.',
      AS_DESCRIBED,
    );
  const readable = countReadable(plain);
  if (readable >= LEAST_READABLE) {
    const where =
      readable >= plain.length - BLOCK_BYTES
        ? 'its end is missing'
        : `it was changed from about byte ${readable + 1} on, or its end is missing`;
    return fail('changed', `The key is right, because the beginning reads well (${show(plain)}); ${where}.`, WHOLE);
  }
  const unpadded = open(bytes, { cipher: 'aes-256-cbc', key: Buffer.from(key), iv: Buffer.from(key).subarray(0, 16) });
  const seen = unpadded === null ? 'the padding at its end is wrong' : 'what comes out is garbage';
  return fail('wrong-key', `It was encrypted with another key: with this one ${seen}, and no known mistake opens it.`, SAME_KEY);
}

function isSalted(bytes: Buffer): boolean {
  return bytes.subarray(0, SALTED.length).equals(SALTED);
}

function explainSalted(bytes: Buffer, key: string): Failure {
  const form =
    'It is in OpenSSL\'s salted form (it begins with "Salted__", U2FsdGVkX1 in base64), which derives key and vector from a passphrase, as CryptoJS does with a text for a key.';
  const opening = findOpening(saltedOpenings, bytes, key);
  const outcome = opening
    ? ` It opens with this key as the passphrase (${opening.how}).`
    : ' It does not open with this key as the passphrase either, so the key is another one besides.';
  return fail(
    'salted',
    form + outcome,
    `${AS_DESCRIBED} In CryptoJS, give key and iv as parsed words and not as texts.`,
    opening?.payload,
  );
}

function explainKey(sentence: string, { bytes }: Ciphertext, key: string): Failure {
  const forms = [key.trim(), key.replace(/^(["'])(.*)\1$/, '$2'), Buffer.from(key, 'hex'), Buffer.from(key, 'base64')];
  for (const form of forms) {
    const formed = Buffer.from(form);
    const text =
      formed.length === 32 ? readText(open(bytes, { cipher: 'aes-256-cbc', key: formed, iv: formed.subarray(0, 16) })) : null;
    if (text !== null && isJson(text)) return fail('key-length', `${sentence} In that form it opens this body.`, SAME_KEY, text);
  }
  return fail('key-length', sentence, SAME_KEY);
}

function findOpening(from: readonly Opening[], bytes: Buffer, key: string) {
  for (const { cause, how, open: tryIt } of from) {
    const text = readText(tryIt(bytes, Buffer.from(key)));
    if (text !== null && isJson(text)) return { cause, how, payload: text };
  }
  return undefined;
}

function fail(cause: string, sentence: string, fix: string, payload?: string): Failure {
  return { isRight: false, cause, sentence, fix, ...(payload === undefined ? {} : { payload }) };
}

function isReadable(text: string): boolean {
  return !/(?![\t\r\n])\p{Cc}/u.test(text);
}

/** How many bytes read well from the beginning. */
function countReadable(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  const at = text.search(/\ufffd|(?![\t\r\n])\p{Cc}/u);
  return at === -1 ? bytes.length : Buffer.byteLength(text.slice(0, at));
}

function show(bytes: Buffer): string {
  return `${bytes.subarray(0, LEAST_READABLE).toString('utf8')}...`;
}
