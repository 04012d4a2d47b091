/** What stands before the colon of a search term. */
export const searchFields = [
  'provider',
  'payment',
  'lane',
  'status',
  'verdict',
  'type',
  'event',
  'endpoint',
  'route',
  'check',
  'is',
  'before',
  'after',
] as const;

export type SearchField = (typeof searchFields)[number];

/** What `is:` asks for. */
export const searchTraits = ['retry', 'manual', 'failed', 'held', 'edited', 'error'] as const;

export type SearchTrait = (typeof searchTraits)[number];

export function isSearchField(name: string): name is SearchField {
  return (searchFields as readonly string[]).includes(name);
}

export function isSearchTrait(word: string): word is SearchTrait {
  return (searchTraits as readonly string[]).includes(word);
}

/** The form in which words of a fixed vocabulary are compared: `Not-Acknowledged` and `not acknowledged` are one word. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  return /[-\s]/.test(lower) ? lower.replace(/[-\s]/g, '_') : lower;
}
