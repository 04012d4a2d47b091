import type { CauseId } from './mistake.js';

const RAW_BODY =
  'Keep the raw bytes of the body and verify those, before anything parses them: a raw parser on this one route, ahead of the JSON parser.';
const SECRET =
  'Copy the secret key once more, whole, with its prefix and nothing around it, and look at what your process really has: its length and the first 8 hex digits of its SHA-256.';
const STRING_TO_SIGN = 'Sign the value of X-Timestamp as it stands, directly followed by the raw bytes of the body.';
const COMPARE = 'Work out lower-case hex and compare it with X-Signature as it stands, in constant time.';

/** The usual fix of each cause, in words. */
export const fixes: Record<CauseId, string> = {
  'raw-body': 'Nothing to do.',
  'reserialised-body': RAW_BODY,
  'sorted-keys': RAW_BODY,
  'pretty-printed': RAW_BODY,
  'changed-body': RAW_BODY,
  'body-parser-missing':
    'Read the body before you verify, and read it once: put a raw parser on this route, and let no other middleware take the stream first.',
  'wrong-text-encoding': 'Leave the body as bytes; where it has to be a text, read and sign it as UTF-8.',
  'separator-inserted': STRING_TO_SIGN,
  'body-first': STRING_TO_SIGN,
  milliseconds: 'X-Timestamp is in whole seconds: sign it as it stands, and compare it with the time of day in seconds.',
  'timestamp-changed': STRING_TO_SIGN,
  'timestamp-left-out': STRING_TO_SIGN,
  'timestamp-header-lost':
    'Read the header "x-timestamp", in lower case where your framework wants that, and let every proxy in between pass it on.',
  'signature-header-lost':
    'Read the header "x-signature", in lower case where your framework wants that, and let every proxy in between pass it on.',
  'unprefixed-secret': 'Use the whole secret key as the key of the HMAC, with its prefix "sp_secret_".',
  'padded-secret': 'Take blanks, line breaks and quotes off the secret where it is configured, or trim it once when it is read.',
  'secret-missing': 'Set the secret key in the environment of the process that verifies, and refuse to start without it.',
  'secret-decoded': 'Use the secret key as text: its UTF-8 bytes are the key of the HMAC, nothing is decoded.',
  'wrong-secret': SECRET,
  'upper-case-hex': COMPARE,
  'base64-signature': COMPARE,
  'expects-prefix': COMPARE,
  'mangled-signature': COMPARE,
  'wrong-hash': 'Use HMAC with SHA-256 and the secret as its key.',
  'no-verification': 'Verify X-Signature before anything else, and refuse with 401 whatever does not fit.',
  'accepts-unsigned': 'Refuse a delivery without X-Signature or X-Timestamp exactly as one with a wrong signature.',
  'accepts-but-wrong-status': 'Answer exactly 204 without a body as soon as the delivery is verified and stored.',
  'clock-skew': 'Set the clock of the machine that receives (NTP), or allow for the difference.',
  crashing: 'Look into the log of your app: something throws before, or while, the signature is verified.',
  'wrong-path': 'Give the full address of the route that takes the webhook by POST.',
  'content-type-refused': 'Accept "application/json" on this route.',
  'rate-limited': 'Exempt the webhook route from the limit on your machine, then look again.',
  redirecting: 'Give the final address: deliveries do not follow redirects.',
  unreachable: 'Start your app, or give the address on which it listens.',
  unclear: 'Look again while nothing else calls the app; make its answer depend on the delivery alone.',
};
