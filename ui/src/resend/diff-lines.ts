/** A line of one of two texts, and whether the other one has it at this place. */
export interface ComparedLine {
  text: string;
  isOwn: boolean;
}

/** The table grows with the product of the lengths; longer texts are compared line by line at the same place. */
const MAX_CELLS = 250_000;

/** The lines of two texts; those that only one of them has are its own. */
export function diffLines(one: readonly string[], other: readonly string[]): [one: ComparedLine[], other: ComparedLine[]] {
  const common = one.length * other.length <= MAX_CELLS ? findCommon(one, other) : pairByPlace(one, other);
  const inOne = new Set(common.map(([at]) => at));
  const inOther = new Set(common.map(([, at]) => at));
  return [one.map((text, at) => ({ text, isOwn: !inOne.has(at) })), other.map((text, at) => ({ text, isOwn: !inOther.has(at) }))];
}

/** Pairs of places of a longest common subsequence. */
function findCommon(one: readonly string[], other: readonly string[]): [number, number][] {
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  const lengthAt = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row--)
    for (let column = other.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        one[row] === other[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

function pairByPlace(one: readonly string[], other: readonly string[]): [number, number][] {
  return one.flatMap((text, at): [number, number][] => (text === other[at] ? [[at, at]] : []));
}
