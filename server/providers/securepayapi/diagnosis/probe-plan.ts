/** Requests in all; a receiver is not asked more often. */
export const MAX_PROBES = 120;

/** Of these, how many it takes at most until the usual mistakes are through. */
export const USUAL_PROBES = 37;

/** A delivery that was on its way for so long is as good as a fresh one. */
export const ON_THE_WAY_MS = 5_000;

/** Tried so often whether a receiver signs the time of its own clock: when a second ends on the way, it refuses its own way too. */
export const ownClockProbes: readonly string[] = ['own-clock', 'own-clock-2', 'own-clock-3'];

/** A receiver that has enough of us after so many has told enough to be judged. */
export const ENOUGH_PROBES = 10;

/** A receiver whose clock is further off may refuse a fresh timestamp. */
export const SKEW_WORTH_A_PROBE_MS = 5_000;

/** Mistakes that a receiver which refuses the genuine delivery may make, the usual ones first; whoever makes one accepts the delivery made for it. */
export const family: readonly string[] = [
  'body-latin1',
  'body-read-as-latin1',
  'body-php',
  'hex-upper-case',
  'base64',
  'prefix-sha256',
  'secret-unprefixed',
  'separator-dot',
  'body-first',
  'time-to-milliseconds',
  'time-from-milliseconds',
  'time-left-out',
  'body-empty',
  'body-undefined',
  'body-empty-object',
  'body-object-object',
  'body-quoted',
  'body-with-newline',
  'body-utf16',
  'time-undefined',
  'secret-with-newline',
  'secret-in-double-quotes',
  'secret-with-cr',
  'secret-empty',
  'secret-undefined',
  'secret-from-base64',
  'secret-tail-from-base64',
  'separator-colon',
  'separator-newline',
  'body-sorted',
  'body-pretty-2',
  'body-python',
  'hash-sha512',
  'hash-sha1',
];

/** Mistakes that are seen now and then: for a receiver that makes none of the usual ones and still tells a delivery from garbage. */
export const rareFamily: readonly string[] = [
  'hash-plain',
  'hash-plain-after',
  'hash-no-key',
  'hash-swapped',
  'base64-url',
  'base64-unpadded',
  'base64-of-hex',
  'body-promise',
  'body-stream',
  'body-array-buffer',
  'body-array',
  'body-null',
  'body-none',
  'body-quotes',
  'body-buffer-json',
  'body-byte-list',
  'body-python-bytes',
  'body-python-dict',
  'body-java-map',
  'body-python-sorted',
  'body-read-as-form',
  'body-form',
  'body-base64',
  'body-hex',
  'body-with-crlf',
  'body-pretty-4',
  'body-pretty-tab',
  'body-first-dot',
  'body-first-colon',
  'separator-blank',
  'separator-bar',
  'separator-dash',
  'separator-comma',
  'separator-underscore',
  'separator-ampersand',
  'separator-semicolon',
  'separator-slash',
  'separator-crlf',
  'json-around',
  'time-last-in-json',
  'time-null',
  'time-none',
  'time-iso',
  'time-of-body',
  'prefix-v1',
  'prefix-hmac-sha256',
  'prefix-sha256-base64',
  'prefix-0x',
  'hex-with-dashes',
  'hex-first-half',
  'secret-with-crlf',
  'secret-with-blank-after',
  'secret-with-blank-before',
  'secret-in-single-quotes',
  'secret-bearer',
  'secret-tail-from-hex',
  'secret-to-base64',
  'secret-to-hex',
  'secret-utf16',
  'secret-upper-case',
  'secret-lower-case',
  'hash-of-hash',
  'hash-sha384',
  'hash-md5',
  'hash-sha3-256',
];

/** For a receiver that accepts the genuine delivery and refuses one in unusual bytes. */
export const bodyFollowUps: readonly string[] = ['body-reserialised', 'body-escaped', 'body-php'];

/** For a receiver that accepts plain ASCII and refuses other characters. */
export const unicodeFollowUps: readonly string[] = [
  'body-latin1',
  'body-read-as-latin1',
  'body-escaped',
  'body-php',
  'body-ascii',
  'body-composed',
];

/** Where receivers look for a signature by mistake, or where a proxy may have put it. */
export const OTHER_SIGNATURE_NAMES: readonly string[] = [
  'Signature',
  'X-Webhook-Signature',
  'X-SecurePayAPI-Signature',
  'X-Hub-Signature-256',
  'X-Hub-Signature',
  'Webhook-Signature',
  'X-Signature-256',
  'X_Signature',
];

export const OTHER_TIMESTAMP_NAMES: readonly string[] = [
  'Timestamp',
  'X-Webhook-Timestamp',
  'X-SecurePayAPI-Timestamp',
  'Webhook-Timestamp',
  'X_Timestamp',
];
