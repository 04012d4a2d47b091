/**
 * What a table says about a word that came over the wire or out of a file; undefined when it has no such entry. Asked directly, a table
 * answers to `constructor` and `__proto__` too.
 */
export function readOwn<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
