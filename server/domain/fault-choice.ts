/** Draws numbers that are the same again for the same seed and purpose. */
export interface Choice {
  /** A whole number from 0 up to, without, `below`. */
  below(below: number): number;
}

/** FNV-1a over the seed, then mulberry32: small, and the same on every machine. */
export function createChoice(seed: string): Choice {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  return {
    below(below) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
    },
  };
}

/** The same items in an order that the seed chooses. */
export function shuffle<T>(items: readonly T[], choice: Choice): T[] {
  const rest = [...items];
  const mixed: T[] = [];
  while (rest.length > 0) mixed.push(...rest.splice(choice.below(rest.length), 1));
  return mixed;
}
