/** Characters that take no column of their own: marks put on the one before, and joiners. */
const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Characters that fill two columns: East Asian wide and full-width ones, and pictures. Source: Unicode EastAsianWidth, W and F, by block. */
const TWO_COLUMNS =
  /^(?:[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;
const PLAIN = /^[\x20-\x7e]*$/;
const STYLE = /\x1b\[\d+m/y;
/** Ends what `paint` begins, where a line is cut in the middle of it. */
const STYLE_END = '\x1b[39m\x1b[22m';

/** Columns that a text without styles takes. Terminals disagree about composed pictures; the sum over their parts is never too small. */
export function measureText(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const char of text) columns += widthOf(char);
  return columns;
}

/** A painted line cut to so many columns, the last of them `…` when something is cut off. */
export function fitStyled(line: string, columns: number): string {
  if (columns <= 0) return '';
  if (line.length <= columns && PLAIN.test(line)) return line;
  let used = 0;
  let end = 0;
  let isStyled = false;
  for (let position = 0; position < line.length; ) {
    STYLE.lastIndex = position;
    const style = STYLE.exec(line)?.[0];
    if (style !== undefined) {
      isStyled = true;
      position += style.length;
      continue;
    }
    const char = String.fromCodePoint(line.codePointAt(position) ?? 0);
    used += widthOf(char);
    if (used > columns) return `${line.slice(0, end)}…${isStyled ? STYLE_END : ''}`;
    position += char.length;
    // Where to cut so that `…` still fits; a mark stays with the character it is put on.
    if (used < columns) end = position;
  }
  return line;
}

/** The pieces of a text without styles, each of so many columns at most, cut after a blank where one is near. An empty text is one empty piece. */
export function wrapText(text: string, columns: number): string[] {
  const width = Math.max(2, columns);
  if (text.length <= width && PLAIN.test(text)) return [text];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const char of text) {
    const own = widthOf(char);
    if (used + own > width) {
      const blank = piece.lastIndexOf(' ') + 1;
      const end = char !== ' ' && blank > piece.length - width / 3 ? blank : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      used = measureText(piece);
    }
    piece += char;
    used += own;
  }
  return [...pieces, piece];
}

function widthOf(char: string): number {
  if (char >= ' ' && char <= '~') return 1;
  return NO_COLUMN.test(char) ? 0 : TWO_COLUMNS.test(char) ? 2 : 1;
}
