import type { Header } from '../../protocol/records.js';
import type { KeyVariant, SigningCodec } from '../../providers/provider.js';

/** What a signature was made with, and what became of it on its way into the headers. */
export interface ExplainedSignature {
  key: string;
  /** The bytes that were signed; those that were sent may differ. */
  body: Buffer;
  /** Seconds by which the timestamp that was signed differs from the moment of sending. */
  offsetSeconds: number;
  /** What is sent under each signature header: made from the signature or the timestamp, or a text as it stands. */
  values: readonly HeaderValue[];
}

export type HeaderValue =
  | { kind: 'text' }
  /** `length`: only so many characters of it. */
  | { kind: 'signature'; length?: number }
  /** `shift`: so many seconds more than what was signed. */
  | { kind: 'timestamp'; shift: number };

export interface SignatureSearch {
  signing: SigningCodec;
  /** Of the signature, in the provider's spelling. */
  signatureHeaders: readonly string[];
  headers: readonly Header[];
  /** Bytes that may have been signed: those that were sent, and those of the genuine event. */
  bodies: readonly Buffer[];
  secret: string;
  wrongKeys: readonly KeyVariant[];
  /** When it was signed, epoch ms. */
  atMs: number;
  /** As the record says it. */
  offsetMs: number;
}

/** Clock seconds around the moment of the record in which it can have been signed. */
const NEAR_SECONDS = [0, -1, -2, -3, -4, -5, 1];
/** A cut signature is recognised by so many characters at least. */
const LEAST_PREFIX = 32;

/** Finds out how the headers of a delivery came about, by making them anew; null when nothing known leads to them. */
export function explainSignature(search: SignatureSearch): ExplainedSignature | null {
  const { signing, headers, bodies, secret, wrongKeys, atMs, offsetMs } = search;
  const [signatureHeader = '', timestampHeader = ''] = search.signatureHeaders.map((name) => name.toLowerCase());
  const listValues = (wanted: string) => headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const sentTimestamps = listValues(timestampHeader);
  const moments = [
    ...sentTimestamps.flatMap((text) => (/^\d{1,12}$/.test(text) ? [Number(text), Number(text) - 1] : [])),
    ...NEAR_SECONDS.map((seconds) => Math.floor((atMs + offsetMs) / 1_000) + seconds),
  ];
  // An empty one tells as much as none.
  const signatures = listValues(signatureHeader).filter((text) => text !== '');
  for (const key of [secret, ...wrongKeys.map((one) => one.key)]) {
    for (const body of bodies) {
      for (const moment of moments) {
        const right = readSignature(signing, { secret: key, timestamp: String(moment), body }, signatureHeader);
        // Without any signature header the timestamp tells nothing; the plainest explanation will do.
        const isRight = signatures.length === 0 ? moment === moments[0] : signatures.some((one) => isPartOf(one, right));
        if (!isRight) continue;
        return {
          key,
          body,
          offsetSeconds: Math.round(offsetMs / 1_000),
          values: headers.map(([name, value]) => explainValue(name.toLowerCase(), value, moment, right)),
        };
      }
    }
  }
  return null;

  function explainValue(name: string, value: string, moment: number, right: string): HeaderValue {
    if (name === signatureHeader && isPartOf(value, right))
      return value.length === right.length ? { kind: 'signature' } : { kind: 'signature', length: value.length };
    if (name === timestampHeader && /^\d{1,12}$/.test(value)) return { kind: 'timestamp', shift: Number(value) - moment };
    return { kind: 'text' };
  }
}

function isPartOf(given: string, right: string): boolean {
  return given === right || (given.length >= LEAST_PREFIX && right.startsWith(given));
}

function readSignature(signing: SigningCodec, message: Parameters<SigningCodec['sign']>[0], header: string): string {
  return signing.sign(message).find(([name]) => name.toLowerCase() === header)?.[1] ?? '';
}
