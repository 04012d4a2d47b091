/** Shorter than any file system allows, with room for the "(1)" of a browser. */
const MAX_CHARS = 100;

/**
 * The name under which something is saved: letters, digits, `_` and `-` before the ending, whatever the ids in it were. They may come from a
 * saved log that somebody else made.
 * @param name with its ending, and with a word of ours in front, so that it is no name that a system reserves.
 */
export function toFileName(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot).replace(/[^\w.]/g, '_');
  const stem = name.slice(0, dot).replace(/[^\w-]/g, '_');
  return stem.slice(0, MAX_CHARS - ending.length) + ending;
}
