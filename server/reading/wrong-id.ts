/**
 * Finds the part of a path that no id can be: `.`, `..` or nothing at all. Whoever resolves an address takes it for a step, not for a name, and calls
 * something else (`/held/./release` is `/held/release`, which releases everything). Writing it as `%2e` changes nothing, that is a step, too.
 * @param path of the control plane, with what was put into it encoded. @returns the first such part; null: there is none.
 */
export function findWrongId(path: string): string | null {
  const [parts = ''] = path.split(/[?#]/, 1);
  return (
    parts
      .split('/')
      .slice(1)
      .find((part) => /^(\.|%2e){0,2}$/i.test(part)) ?? null
  );
}

/** `"." cannot be an id.` */
export function tellWrongId(part: string): string {
  return part === '' ? 'An id is missing: it is empty.' : `"${part}" cannot be an id.`;
}
