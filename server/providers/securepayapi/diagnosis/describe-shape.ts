import type { CauseId } from './mistake.js';

interface Shape {
  cause: CauseId;
  sentence: string;
}

/**
 * What is wrong with the form of a signature, whatever it was made from; null when its form is right.
 * @param fits whether a text would be a signature that is known, right or wrong.
 */
export function describeShape(received: string, expected: string, fits: (text: string) => boolean): Shape | null {
  const bare = received
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const mangled = (sentence: string): Shape => ({ cause: 'mangled-signature', sentence });
  if (bare !== received && bare === expected) return mangled('The signature has blanks or quotes around it.');
  if (received.includes(', ')) return mangled('The header X-Signature was sent more than once.');
  if (/^[0-9a-f]{64}$/.test(received)) return null;
  if (received.length > expected.length && received.includes(expected))
    return {
      cause: 'expects-prefix',
      sentence: 'Something stands before or after the signature, such as "sha256="; the header has the hex alone.',
    };
  if (received.length >= 8 && expected.startsWith(received))
    return mangled(`Only the first ${received.length} of 64 hex digits are there; the rest was cut off.`);
  if (bare !== received && fits(bare))
    return mangled('The signature has blanks or quotes around it, and it is a wrong one besides.');
  if (/^[0-9A-F]{64}$/.test(received))
    return {
      cause: 'upper-case-hex',
      sentence: 'It is upper-case hex, and fits no known mistake besides; it has to be lower case.',
    };
  const length = /^[0-9a-f]+$/i.test(received) ? `; it has ${received.length} hex digits` : '';
  return mangled(`It has not the form of a signature, which is 64 lower-case hex digits${length}.`);
}
