import type { DiagnosedCause, Diagnosis } from '../../provider.js';
import { fixes } from './fixes.js';
import type { CauseId } from './mistake.js';
import { findSnippets } from './snippets.js';

/** What the answers come to. */
export interface Finding {
  cause: CauseId;
  confidence: Diagnosis['confidence'];
  evidence: readonly string[];
  /** Fit as well. */
  others?: readonly CauseId[];
  /** In place of the general sentence. */
  says?: string;
}

const titles: Record<CauseId, string> = {
  'raw-body': 'verifies the raw body',
  'reserialised-body': 're-serialises the parsed body',
  'sorted-keys': 'sorts the keys of the body',
  'pretty-printed': 'writes the body with blanks and line breaks',
  'changed-body': 'changes the body before it is verified',
  'body-parser-missing': 'verifies without the body',
  'wrong-text-encoding': 'verifies in another text encoding',
  'separator-inserted': 'puts something between timestamp and body',
  'body-first': 'signs the body before the timestamp',
  milliseconds: 'takes the time for milliseconds',
  'timestamp-changed': 'signs another time',
  'timestamp-left-out': 'signs without the timestamp',
  'timestamp-header-lost': 'does not see X-Timestamp',
  'signature-header-lost': 'does not see X-Signature',
  'unprefixed-secret': 'cuts the prefix off the secret',
  'padded-secret': 'has something around its secret',
  'secret-missing': 'has no secret',
  'secret-decoded': 'decodes the secret',
  'wrong-secret': 'has another secret',
  'upper-case-hex': 'compares upper-case hex',
  'base64-signature': 'compares base64',
  'expects-prefix': 'expects a prefix before the signature',
  'mangled-signature': 'compares another form of the signature',
  'wrong-hash': 'uses another hash',
  'no-verification': 'does not verify',
  'accepts-unsigned': 'accepts what is not signed',
  'accepts-but-wrong-status': 'answers with the wrong status',
  'clock-skew': 'has a wrong clock',
  crashing: 'breaks',
  'wrong-path': 'does not take webhooks at this address',
  'content-type-refused': 'refuses JSON',
  'rate-limited': 'limits the rate',
  redirecting: 'redirects',
  unreachable: 'does not answer',
  unclear: 'answers differently from time to time',
};

/** Of causes that the answers themselves do not word. */
const sentences: Partial<Record<CauseId, string>> = {
  'raw-body': 'Your app verifies as it should: the raw body, as it was sent, and it refuses what is forged.',
  'reserialised-body':
    "Your app re-serialises the parsed body and verifies that in place of the bytes that were sent, as the provider's own sample does; it fails as soon as the two differ.",
  'wrong-text-encoding':
    'Your app verifies plain ASCII and refuses other characters: it does not sign the bytes of the body as UTF-8.',
  'changed-body': 'Your app changes the body before it verifies it.',
  'no-verification': 'Your app accepts a forged delivery: anybody can tell it that an order is paid.',
  'accepts-unsigned': 'Your app refuses a wrong signature and accepts a delivery without one: a forger leaves the header out.',
  'content-type-refused': 'Your app answers 415: it does not take application/json at this address.',
  'rate-limited': 'Your app answers 429: it limits how often it may be called, so nothing can be said about its signature check.',
};

const concerns: Record<Exclude<DiagnosedCause['concerns'], 'check'>, readonly CauseId[]> = {
  nothing: ['raw-body'],
  body: ['reserialised-body', 'sorted-keys', 'pretty-printed', 'changed-body', 'body-parser-missing', 'wrong-text-encoding'],
  secret: ['unprefixed-secret', 'padded-secret', 'secret-missing', 'secret-decoded', 'wrong-secret'],
  answer: ['accepts-but-wrong-status', 'crashing', 'unclear', 'rate-limited'],
  way: [
    'wrong-path',
    'content-type-refused',
    'redirecting',
    'unreachable',
    'clock-skew',
    'signature-header-lost',
    'timestamp-header-lost',
  ],
};

export function tellDiagnosis(
  { cause, confidence, evidence, others = [], says }: Finding,
  further: readonly string[],
): Diagnosis {
  const title = titles[cause];
  const sentence = says ?? sentences[cause] ?? `Your app ${title}.`;
  return {
    cause: { id: cause, title, sentence, concerns: findConcern(cause), fix: fixes[cause], snippets: findSnippets(cause) },
    isRight: cause === 'raw-body',
    confidence,
    others,
    evidence,
    further,
  };
}

function findConcern(cause: CauseId): DiagnosedCause['concerns'] {
  for (const concern of ['nothing', 'body', 'secret', 'answer', 'way'] as const)
    if (concerns[concern].includes(cause)) return concern;
  return 'check';
}
