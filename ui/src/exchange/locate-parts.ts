/** A text that another one may be put together from. */
export interface Piece {
  title: string;
  text: string;
}

/** Where a piece stands in a text: its first and its last byte in UTF-8, counted from 0. */
export interface Part extends Piece {
  firstByte: number;
  lastByte: number;
}

/** Splits `text` into two or more of the pieces, each used once, with nothing between them; null when they do not make it up. */
export function locateParts(text: string, pieces: readonly Piece[]): Part[] | null {
  const found = cover(
    text,
    pieces.filter((piece) => piece.text !== ''),
  );
  if (!found || found.length < 2) return null;
  let firstByte = 0;
  return found.map((piece) => {
    const part = { ...piece, firstByte, lastByte: firstByte + new TextEncoder().encode(piece.text).length - 1 };
    firstByte = part.lastByte + 1;
    return part;
  });
}

function cover(text: string, pieces: readonly Piece[]): Piece[] | null {
  if (text === '') return [];
  for (const piece of pieces) {
    if (!text.startsWith(piece.text)) continue;
    const rest = cover(
      text.slice(piece.text.length),
      pieces.filter((other) => other !== piece),
    );
    if (rest) return [piece, ...rest];
  }
  return null;
}
