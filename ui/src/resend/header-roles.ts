/** What a header does for the signature, as far as its name tells. */
export type HeaderRole = 'timestamp' | 'signature' | null;

/**
 * Told by the name, because the names are what every signed webhook has in common. It decides what the page points out and what the
 * quick edits touch; what is made afresh is decided by the harness.
 */
export function findRole(name: string): HeaderRole {
  if (/signature|hmac/i.test(name)) return 'signature';
  return /timestamp/i.test(name) ? 'timestamp' : null;
}
