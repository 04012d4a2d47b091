import type { CauseId, Mistake } from './mistake.js';

const PREFIX = 'sp_secret_';

/** The secret in another form than the one that signs: the whole text, in UTF-8. */
export const secretMistakes: readonly Mistake[] = [
  define('secret-unprefixed', 'unprefixed-secret', {
    sentence: `The secret was used without its prefix "${PREFIX}"; the whole secret signs.`,
    habit: `cuts "${PREFIX}" off the secret`,
    form: (secret) => (secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : null),
  }),
  define('secret-prefix-missing', 'unprefixed-secret', {
    sentence: `The secret lacks its prefix "${PREFIX}"; the whole secret signs.`,
    habit: `puts "${PREFIX}" before the secret`,
    form: (secret) => (secret.startsWith(PREFIX) ? null : PREFIX + secret),
  }),
  define('secret-trimmed', 'padded-secret', {
    sentence: 'The secret has blanks or a line break around it, and the signature was made without them.',
    habit: 'trims the secret',
    form: (secret) => (secret.trim() === secret ? null : secret.trim()),
  }),
  define('secret-with-newline', 'padded-secret', {
    sentence: 'The secret was used with a line break at its end, as a file or a shell command leaves it.',
    habit: 'has a line break at the end of its secret',
    form: (secret) => `${secret}\n`,
  }),
  define('secret-with-crlf', 'padded-secret', {
    sentence: 'The secret was used with a carriage return and a line break at its end, as a file from Windows leaves it.',
    habit: 'has a Windows line break at the end of its secret',
    form: (secret) => `${secret}\r\n`,
  }),
  define('secret-with-cr', 'padded-secret', {
    sentence: 'The secret was used with a carriage return at its end, as a .env file from Windows leaves it.',
    habit: 'has a carriage return at the end of its secret',
    form: (secret) => `${secret}\r`,
  }),
  define('secret-with-blank-after', 'padded-secret', {
    sentence: 'The secret was used with a blank at its end.',
    habit: 'has a blank at the end of its secret',
    form: (secret) => `${secret} `,
  }),
  define('secret-with-blank-before', 'padded-secret', {
    sentence: 'The secret was used with a blank before it.',
    habit: 'has a blank before its secret',
    form: (secret) => ` ${secret}`,
  }),
  define('secret-in-double-quotes', 'padded-secret', {
    sentence: 'The secret was used with double quotes around it, as some readers of .env files leave them.',
    habit: 'has double quotes around its secret',
    form: (secret) => `"${secret}"`,
  }),
  define('secret-in-single-quotes', 'padded-secret', {
    sentence: 'The secret was used with single quotes around it, as some readers of .env files leave them.',
    habit: 'has single quotes around its secret',
    form: (secret) => `'${secret}'`,
  }),
  define('secret-quotes-cut', 'padded-secret', {
    sentence: 'The secret has quotes around it, and the signature was made without them.',
    habit: 'takes the quotes off the secret',
    form: (secret) => /^(["'])(.+)\1$/.exec(secret)?.[2] ?? null,
  }),
  define('secret-bearer', 'padded-secret', {
    sentence: 'The secret was used with "Bearer " before it; that belongs to the Authorization header of API calls only.',
    habit: 'signs with "Bearer " before its secret',
    form: (secret) => `Bearer ${secret}`,
  }),
  define('secret-empty', 'secret-missing', {
    sentence:
      'An empty secret was used: it is not set where the signature is made, or was decoded from hex, which leaves nothing of it.',
    habit: 'has an empty secret: it is not set, or is decoded from hex, which leaves nothing of it',
    form: () => '',
  }),
  define('secret-undefined', 'secret-missing', {
    sentence: 'The word "undefined" was used as the secret: it is not set where the signature is made.',
    habit: 'has the word "undefined" as its secret',
    form: () => 'undefined',
  }),
  define('secret-upper-case', 'padded-secret', {
    sentence: 'The secret was used in upper case.',
    habit: 'turns its secret into upper case',
    form: (secret) => secret.toUpperCase(),
  }),
  define('secret-lower-case', 'padded-secret', {
    sentence: 'The secret was used in lower case.',
    habit: 'turns its secret into lower case',
    form: (secret) => (secret.toLowerCase() === secret ? null : secret.toLowerCase()),
  }),
  define('secret-from-base64', 'secret-decoded', {
    sentence: 'The secret was decoded from base64 first; its text, as it stands, is the key.',
    habit: 'decodes the secret from base64',
    form: (secret) => Buffer.from(secret, 'base64'),
  }),
  define('secret-tail-from-base64', 'secret-decoded', {
    sentence: `The secret was decoded from base64 behind "${PREFIX}"; the whole secret, as it stands, is the key.`,
    habit: `decodes the secret behind "${PREFIX}" from base64`,
    form: (secret) => (secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : null),
  }),
  define('secret-tail-from-hex', 'secret-decoded', {
    sentence: `The secret was decoded from hex behind "${PREFIX}"; the whole secret, as it stands, is the key.`,
    habit: `decodes the secret behind "${PREFIX}" from hex`,
    form: (secret) => (secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'hex') : null),
  }),
  define('secret-to-base64', 'secret-decoded', {
    sentence: 'The secret was encoded in base64 first; its text, as it stands, is the key.',
    habit: 'encodes the secret in base64',
    form: (secret) => Buffer.from(secret).toString('base64'),
  }),
  define('secret-to-hex', 'secret-decoded', {
    sentence: 'The secret was encoded in hex first; its text, as it stands, is the key.',
    habit: 'encodes the secret in hex',
    form: (secret) => Buffer.from(secret).toString('hex'),
  }),
  define('secret-utf16', 'wrong-text-encoding', {
    sentence: 'The secret was used in UTF-16; its UTF-8 bytes are the key.',
    habit: 'reads the secret as UTF-16',
    form: (secret) => Buffer.from(secret, 'utf16le'),
  }),
];

interface Words {
  sentence: string;
  habit: string;
  form(secret: string): string | Buffer | null;
}

function define(id: string, cause: CauseId, { sentence, habit, form }: Words): Mistake {
  const key = (secret: string): Buffer | null => {
    const formed = form(secret);
    return typeof formed === 'string' ? Buffer.from(formed, 'utf8') : formed;
  };
  return { id, cause, step: 'key', sentence, habit, change: { key } };
}
