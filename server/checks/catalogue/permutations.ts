/**
 * Orders in which things can come, at most so many of them: first the natural one, then by turns those in which the last thing comes first,
 * second, third, ..., so that a few of them already show what a wrong order does.
 */
export function listPermutations(count: number, most: number): number[][] {
  const indices = Array.from({ length: count }, (_, index) => index);
  const [natural, ...others] = permute(indices);
  const places = indices.map((place) => others.filter((one) => one.indexOf(count - 1) === place));
  const byTurns = others.flatMap((_, turn) => places.flatMap((group) => group.slice(turn, turn + 1)));
  return [natural ?? [], ...byTurns].slice(0, Math.max(0, most));
}

export function countPermutations(count: number): number {
  return count <= 1 ? 1 : count * countPermutations(count - 1);
}

function permute(rest: readonly number[]): number[][] {
  if (rest.length <= 1) return [[...rest]];
  return rest.flatMap((first) => permute(rest.filter((one) => one !== first)).map((tail) => [first, ...tail]));
}
