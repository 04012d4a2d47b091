export type JsonFieldKind = 'text' | 'number' | 'true' | 'false' | 'null';

/** A value within a JSON text that is neither an object nor a list, and where it stands. */
export interface JsonField {
  /** `data.items[0].price`; empty when the whole text is one value. */
  path: string;
  kind: JsonFieldKind;
  /** The text that a string means; the digits as they stand for a number. */
  value: string;
  start: number;
  end: number;
}

/** A place within an object (`key` is null before its first key) or within a list. */
type Level = { kind: 'object'; path: string; key: string | null } | { kind: 'list'; path: string; index: number };

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/gsy;

/** Every such value in the order of the text, also those whose key comes twice. Null when the text is not JSON. */
export function listJsonFields(text: string): JsonField[] | null {
  if (!isJson(text)) return null;
  const fields: JsonField[] = [];
  // A stack of our own: a text nested thousands deep must not exhaust that of the page.
  const levels: Level[] = [];
  const isKeyNext = () => {
    const level = levels.at(-1);
    return level?.kind === 'object' && level.key === null;
  };
  for (const match of text.matchAll(TOKEN)) {
    const token = match[1] ?? '';
    const level = levels.at(-1);
    if (token === '{') levels.push({ kind: 'object', path: pathAt(level), key: null });
    else if (token === '[') levels.push({ kind: 'list', path: pathAt(level), index: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (level?.kind === 'object') level.key = null;
      else if (level) level.index++;
    } else if (isKeyNext() && level?.kind === 'object') level.key = JSON.parse(token) as string;
    else if (token !== ':') {
      const end = match.index + match[0].length;
      fields.push({ path: pathAt(level), ...readScalar(token), start: end - token.length, end });
    }
  }
  return fields;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readScalar(token: string): Pick<JsonField, 'kind' | 'value'> {
  if (token.startsWith('"')) return { kind: 'text', value: JSON.parse(token) as string };
  if (token === 'true' || token === 'false' || token === 'null') return { kind: token, value: token };
  return { kind: 'number', value: token };
}

function pathAt(level: Level | undefined): string {
  if (!level) return '';
  if (level.kind === 'list') return `${level.path}[${level.index}]`;
  const key = level.key ?? '';
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `${level.path}[${JSON.stringify(key)}]`;
  return level.path === '' ? key : `${level.path}.${key}`;
}
