/** `lines` in order, in parts of no more than `maxLength` characters; a line that is longer by itself is a part of its own. */
export function* cutByLength(lines: readonly string[], maxLength: number): Generator<readonly string[]> {
  let start = 0;
  let length = 0;
  for (const [index, line] of lines.entries()) {
    if (index > start && length + line.length > maxLength) {
      yield lines.slice(start, index);
      start = index;
      length = 0;
    }
    length += line.length;
  }
  if (start < lines.length) yield lines.slice(start);
}
