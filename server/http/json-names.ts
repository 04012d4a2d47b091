/** A string, and the colon that makes it a name. Matches at every quote, also of a string that never ends: that keeps it linear. */
const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)"?(\s*:)?/gs;

/** The names of all members in a valid JSON text, at any depth, also of those that a later one of the same name replaced. */
export function listJsonNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, written = '', colon] of text.matchAll(STRING)) {
    if (colon !== undefined) names.add(written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written);
  }
  return names;
}
