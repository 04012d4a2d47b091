/** The JSON type of a value; a trailing `?` marks what may be missing. */
type Kind = 'string' | 'number' | 'boolean' | 'object' | 'string?' | 'boolean?' | 'string|null' | 'number|null';

/** What a stored object must look like, by field. */
export type Shape = Readonly<Record<string, Kind | Check>>;

/** Says what is wrong with a value, or null. */
export type Check = (value: unknown) => Fault | null;

interface Fault {
  /** The way from the value that was looked at to the wrong one: `[3].attempts[0]`. */
  at: string;
  /** `is null, not an object` */
  text: string;
}

/** Says where a value read from disk is not of the shape, or null. Plain checks: ten thousand payments are looked at before a start. */
export function findShapeFault(value: unknown, shape: Shape | Check, where: string): string | null {
  const fault = toCheck(shape)(value);
  return fault === null ? null : `${where}${fault.at} ${fault.text}`;
}

/** The same for every element of a list. */
export function listOf(wanted: Kind | Shape | Check): Check {
  const check = toCheck(wanted);
  return (value) => {
    if (!Array.isArray(value)) return { at: '', text: `is ${typeOf(value)}, not a list` };
    for (let index = 0; index < value.length; index++) {
      const fault = check(value[index]);
      if (fault !== null) return { at: `[${index}]${fault.at}`, text: fault.text };
    }
    return null;
  };
}

/** The same for every field of an object, whatever its name. */
export function valuesOf(wanted: Kind | Shape | Check): Check {
  const check = toCheck(wanted);
  return (value) => {
    if (!isObject(value)) return { at: '', text: `is ${typeOf(value)}, not an object` };
    for (const name in value) {
      const fault = check(value[name]);
      if (fault !== null) return { at: `.${name}${fault.at}`, text: fault.text };
    }
    return null;
  };
}

/** A list of exactly so many. */
export function tupleOf(...wanted: (Kind | Shape | Check)[]): Check {
  const checks = wanted.map(toCheck);
  return (value) => {
    if (!Array.isArray(value)) return { at: '', text: `is ${typeOf(value)}, not a list` };
    if (value.length !== checks.length) return { at: '', text: `has ${value.length} entries, not ${checks.length}` };
    for (const [index, check] of checks.entries()) {
      const fault = check(value[index]);
      if (fault !== null) return { at: `[${index}]${fault.at}`, text: fault.text };
    }
    return null;
  };
}

/** May be missing. */
export function optional(wanted: Kind | Shape | Check): Check {
  const check = toCheck(wanted);
  return (value) => (value === undefined ? null : check(value));
}

export function nullOr(wanted: Kind | Shape | Check): Check {
  const check = toCheck(wanted);
  return (value) => (value === null ? null : check(value));
}

function toCheck(wanted: Kind | Shape | Check): Check {
  if (typeof wanted === 'function') return wanted;
  return typeof wanted === 'string' ? kindCheck(wanted) : shapeOf(wanted);
}

/** An object within an object. */
export function shapeOf(shape: Shape): Check {
  const fields = Object.entries(shape).map(([name, wanted]) => ({ name, check: toCheck(wanted) }));
  return (value) => {
    if (!isObject(value)) return { at: '', text: `is ${typeOf(value)}, not an object` };
    for (const { name, check } of fields) {
      const fault = check(value[name]);
      if (fault !== null) return { at: `.${name}${fault.at}`, text: fault.text };
    }
    return null;
  };
}

function kindCheck(kind: Kind): Check {
  const isOptional = kind.endsWith('?');
  const [type, other] = isOptional ? [kind.slice(0, -1), 'undefined'] : kind.split('|');
  return (value) => {
    const found = typeOf(value);
    return found === type || found === other ? null : { at: '', text: `is ${found}, not ${kind}` };
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
