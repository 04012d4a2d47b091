import type { Header } from '../../protocol/records.js';
import { fingerprintBytes, fingerprintKey, hideSecrets } from '../fingerprint.js';
import type { AttemptExplanation, AttemptToExplain, ExplanationStep } from '../provider.js';
import { signDelivery } from './signature.js';
import { findSignatureFault } from './signature-fault.js';

const webhooks = 'doc.securepayapi.com/webhooks';

/** Works the signature of an attempt out once more, with the key as it is now, and compares. */
export function explainAttempt({ account, event, body, headers }: AttemptToExplain): AttemptExplanation {
  const key = account.keys.secretKey ?? '';
  const timestamp = readHeader(headers, 'x-timestamp');
  const received = readHeader(headers, 'x-signature');
  const expected = signDelivery(key, timestamp ?? '', body);
  const isMatch = received === expected && timestamp !== undefined;
  const fault = isMatch ? undefined : findSignatureFault({ key, body, announcedBody: event.body, timestamp, received, expected });
  const steps: ExplanationStep[] = [
    describeBody(body),
    describeTime(timestamp),
    {
      title: 'String to sign',
      text: `The value of X-Timestamp and the body, with nothing between them.${typeof body === 'string' ? '' : ' Its bytes are no UTF-8 text: what is none of it shows as a replacement character here.'}`,
      value: `${timestamp ?? ''}${body.toString()}`,
      evidence: 'documented',
      source: webhooks,
    },
    {
      title: 'Key',
      text: 'The whole secret key of the account with its prefix, as it is now. Only its fingerprint is shown: the beginning of its SHA-256.',
      value: fingerprintKey(key),
      evidence: 'inferred',
      source: `${webhooks}; the pages know no other secret`,
    },
    {
      title: 'Expected signature',
      text: 'HMAC-SHA256 of that string with that key, as lower-case hex.',
      value: expected,
      evidence: 'documented',
      source: webhooks,
    },
    {
      title: 'Signature that was sent',
      text: received === undefined ? 'There is no X-Signature header.' : 'The value of X-Signature.',
      ...(received === undefined ? {} : { value: received }),
      evidence: 'documented',
      source: webhooks,
    },
    {
      title: 'Comparison',
      text: isMatch ? 'Both are the same.' : 'They are not the same, with the present key.',
      evidence: 'documented',
      source: webhooks,
    },
    {
      title: 'What your app must do',
      text: 'Take the raw bytes of the body before a parser changes them, work out the same signature, compare it in a way that takes the same time for every wrong one (such as crypto.timingSafeEqual), refuse what does not match, and answer exactly 204: any other status is delivered again.',
      evidence: 'documented',
      source: `${webhooks}; raw bytes and the safe comparison are our advice`,
    },
    ...(fault === undefined ? [] : [describeFault(fault)]),
  ];
  const sentence = isMatch
    ? 'The signature matches: it verifies over these bytes with the present key.'
    : `The signature does not match with the present key. ${fault}`;
  return hideSecrets({ result: isMatch ? 'match' : 'mismatch', sentence, steps }, [key]);
}

function describeBody(body: string | Buffer): ExplanationStep {
  return {
    title: 'Body',
    text: `The ${Buffer.byteLength(body)} bytes that were sent, by the beginning of their SHA-256: a receiver that gets another value reads other bytes.`,
    value: fingerprintBytes(body),
    evidence: 'inferred',
    source: `${webhooks}; JSON without blanks, so that the sample verifier's JSON.stringify gives the same bytes`,
  };
}

function describeTime(timestamp: string | undefined): ExplanationStep {
  const when =
    timestamp !== undefined && /^\d{1,11}$/.test(timestamp) ? new Date(Number(timestamp) * 1000).toISOString() : undefined;
  const meaning = when === undefined ? 'whole seconds since 1970' : `whole seconds since 1970: ${when}`;
  return {
    title: 'Time',
    text: timestamp === undefined ? 'There is no X-Timestamp header.' : `The value of X-Timestamp, ${meaning}.`,
    ...(timestamp === undefined ? {} : { value: timestamp }),
    evidence: 'documented',
    source: webhooks,
  };
}

function describeFault(fault: string): ExplanationStep {
  return { title: 'Why they differ', text: fault, evidence: 'inferred', source: 'worked out here, with the present key only' };
}

/** Repeated headers are joined as a receiver's server joins them. */
function readHeader(headers: readonly Header[], name: string): string | undefined {
  const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}
