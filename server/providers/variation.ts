/** A change to the payload of an event, made on purpose. */
export type BodyVariation =
  /** One field more than the provider sends. */
  | { kind: 'unknown-field'; name: string }
  /** Another status word. */
  | { kind: 'unknown-status'; status: string }
  /** Another amount. */
  | { kind: 'tampered' };
