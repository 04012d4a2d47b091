import { HarnessError } from '../../domain/errors.js';
import type { JsonValue } from '../../protocol/records.js';

const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/y;

/** The names and numbers of a path such as `$.orders[0].paid` or `$['a b']`. @throws HarnessError `invalid_path`. */
export function parseJsonPath(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const found = STEP.exec(path);
    if (!found) return refuse(path, at);
    steps.push(found[2] === undefined ? (found[1] ?? (found[3] ?? '').replace(/\\(.)/g, '$1')) : Number(found[2]));
  }
  return path.startsWith('$') ? steps : refuse(path, 0);
}

/** What stands there, or undefined. @throws HarnessError `invalid_path`. */
export function readJsonPath(value: JsonValue, path: string): JsonValue | undefined {
  let found: unknown = value;
  for (const step of parseJsonPath(path)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found as JsonValue;
}

function refuse(path: string, at: number): never {
  throw new HarnessError('invalid_path', `"${path}" is no path: it goes wrong at character ${at + 1}.`, {
    hint: "Write $ for the whole, then .name, [0] or ['a name'].",
  });
}
