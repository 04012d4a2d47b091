/** What a stored object must look like: field names with the JSON type of each; a trailing `?` marks what may be missing. */
export type Shape = Record<
  string,
  'string' | 'number' | 'boolean' | 'object' | 'array' | 'string?' | 'number|null' | 'string|null'
>;

/** Says where a value read from disk is not of the shape, or null. Plain checks: ten thousand payments are looked at before a start. */
export function findShapeFault(value: unknown, shape: Shape, where: string): string | null {
  if (typeOf(value) !== 'object') return `${where} is ${typeOf(value)}, not an object`;
  for (const name in shape) {
    const wanted = shape[name] ?? '';
    const found = typeOf((value as Record<string, unknown>)[name]);
    if (found === wanted) continue;
    if (wanted.endsWith('?') && (found === 'undefined' || wanted.startsWith(found))) continue;
    if (wanted.endsWith('|null') && (found === 'null' || wanted.startsWith(found))) continue;
    return `${where}.${name} is ${found}, not ${wanted}`;
  }
  return null;
}

/** The same for every element of a list. */
export function findListFault(value: unknown, shape: Shape, where: string): string | null {
  if (!Array.isArray(value)) return `${where} is ${typeOf(value)}, not a list`;
  for (let index = 0; index < value.length; index++) {
    const fault = findShapeFault(value[index], shape, `${where}[${index}]`);
    if (fault !== null) return fault;
  }
  return null;
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
