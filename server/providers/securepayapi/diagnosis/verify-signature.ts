import { fingerprintKey } from '../../fingerprint.js';
import type { FoundMistake, MessageToSign, SignatureVerdict } from '../../provider.js';
import { constructWrongly } from './construction.js';
import { describeShape } from './describe-shape.js';
import { findChangedTime } from './find-changed-time.js';
import { fixes } from './fixes.js';
import type { CauseId, Mistake } from './mistake.js';
import { mistakes } from './mistakes.js';
import { showDifference } from './show-difference.js';

/** Two mistakes together are tried as long as this many bytes have to be signed for it: some seconds. */
const MAX_PAIR_BYTES = 200_000_000;

/** Compares a signature with the right one, and with what every known mistake makes of the message. */
export function verifySignature(message: MessageToSign, received: string): SignatureVerdict {
  const expected = constructWrongly(message) ?? '';
  const told = { knownMistakes: mistakes.length, expected, keyFingerprint: fingerprintKey(message.secret) };
  const isInSeconds = /^\d{1,11}$/.test(message.timestamp);
  if (received === expected && isInSeconds) {
    const bytes = `${message.body.byteLength} bytes`;
    return {
      ...told,
      isRight: true,
      sentence: `The signature is right: it verifies over these ${bytes} with this secret.`,
      mistakes: [],
    };
  }
  const found = findMistakes(message, received, expected);
  const sentence =
    found.length > 0
      ? found.map((mistake) => mistake.sentence).join(' And: ')
      : `None of ${mistakes.length} known mistakes fits, nor two of them together: the body, the secret or the timestamp differs from what was signed. Which byte it is cannot be known from a signature.`;
  return { ...told, isRight: false, sentence, mistakes: found };
}

/** What leads to this very signature: nothing, one mistake, or two. */
export function findMistakes(message: MessageToSign, received: string, expected: string): FoundMistake[] {
  if (received === expected) {
    const sentence = 'The signature fits, but the timestamp is not in whole seconds, as X-Timestamp is.';
    return [describe('timestamp-in-milliseconds', 'milliseconds', sentence)];
  }
  const [one, two] = findConstruction(message, received, expected) ?? [];
  if (one !== undefined) return [one, ...(two === undefined ? [] : [two])].map((mistake) => present(mistake, message));
  const shape = describeShape(received, expected, (text) => findConstruction(message, text, expected) !== null);
  if (shape !== null) return [describe('signature-shape', shape.cause, shape.sentence)];
  const changed = findChangedTime(message, received);
  return changed === null ? [] : [describe('timestamp-changed', 'timestamp-changed', changed)];
}

function findConstruction(message: MessageToSign, received: string, expected: string): Mistake[] | null {
  // A mistake that changes nothing about this message is none.
  const effective = mistakes.filter((mistake) => constructWrongly(message, mistake.change) !== expected);
  const one = effective.find((mistake) => constructWrongly(message, mistake.change) === received);
  if (one) return [one];
  if (message.body.byteLength * effective.length ** 2 > 2 * MAX_PAIR_BYTES) return null;
  for (const [index, first] of effective.entries()) {
    const second = effective
      .slice(index + 1)
      .find(({ step, change }) => step !== first.step && constructWrongly(message, first.change, change) === received);
    if (second) return [first, second];
  }
  return null;
}

function present({ id, cause, step, sentence, change }: Mistake, { body }: MessageToSign): FoundMistake {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const other = step === 'body' ? change.body?.(bytes) : undefined;
  const difference = other && cause !== 'body-parser-missing' ? ` ${showDifference(bytes, other)}` : '';
  return describe(id, cause, sentence + difference);
}

function describe(id: string, cause: CauseId, sentence: string): FoundMistake {
  return { id, cause, sentence, fix: fixes[cause] };
}
