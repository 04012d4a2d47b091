/** Requests in all; a receiver is not asked more often. */
export const MAX_PROBES = 40;

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
