/** Shorter secrets are too common in ordinary text to be masked wherever they occur, so they are refused where a run brings them along. */
export const MIN_SECRET_CHARS = 6;

const GIVEN_KEY = /^[\x21-\x7e]{1,200}$/;

/** What a key may be, as far as its provider says. */
export interface KeyForm {
  isSecret: boolean;
  /** Why a value is not of the provider's form, in words; null when it is. */
  check?(value: string): string | null;
  /** True: it does not work in any other form. */
  isFormNeeded?: boolean;
}

/**
 * What is wrong with a key that a configuration, a program or a check of an app brings along; null when nothing is. Its form is its owner's
 * choice, as an app may be set up with any; only who makes a new key for an account is asked for the provider's.
 */
export function describeGivenKey(value: string, key: KeyForm): string | null {
  const least = key.isSecret ? MIN_SECRET_CHARS : 1;
  const isPlain = GIVEN_KEY.test(value) && value.length >= least;
  const fault = key.check?.(value) ?? null;
  if (isPlain) return key.isFormNeeded ? fault : null;
  // The provider's form may take what no header could carry.
  return key.check && fault === null ? null : `expected ${least} to 200 visible ASCII characters`;
}
