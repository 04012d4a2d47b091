/** Shorter secrets are too common in ordinary text to be masked wherever they occur, so they are refused where a run brings them along. */
export const MIN_SECRET_CHARS = 6;

const GIVEN_KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * What is wrong with a key that a configuration file or a program brings along; null when nothing is. Its form is its owner's choice, as an
 * app may be set up with any; only the API, which makes keys, asks for the provider's.
 */
export function describeGivenKey(value: string, isSecret: boolean): string | null {
  const least = isSecret ? MIN_SECRET_CHARS : 1;
  return GIVEN_KEY.test(value) && value.length >= least ? null : `expected ${least} to 200 visible ASCII characters`;
}
