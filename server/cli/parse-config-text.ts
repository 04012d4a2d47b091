import { isMap, LineCounter, type Node, type ParsedNode, parseDocument, type YAMLParseError, type YAMLWarning } from 'yaml';
import { HarnessError } from '../domain/errors.js';
import { toSentence } from '../domain/sentence.js';

/** A configuration text as plain data, which knows where each part stands. */
export interface ConfigText {
  data: unknown;
  /** `file:line:column` of the value at a path, of the key when `isKey`, or of the nearest part around it. */
  locate(path: readonly PropertyKey[], isKey?: boolean): string;
}

/**
 * Parses YAML (JSON is a part of it) the way JSON would: maps, lists, texts, numbers, booleans, null. No tags, no aliases, no merge keys,
 * no duplicate keys, one document.
 * @throws HarnessError `invalid_config` with line and column.
 */
export function parseConfigText(text: string, file: string): ConfigText {
  const lineCounter = new LineCounter();
  // Not `silent`: that drops every document after the first one without a word. Nothing is printed either way.
  const document = parseDocument(text, { schema: 'core', lineCounter, logLevel: 'error', prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new HarnessError('invalid_config', `${place(problem.pos[0])}: ${toSentence(tellProblem(problem))}`);
  return {
    data: toPlain(document, file),
    locate: (path, isKey = false) => place(findOffset(document.contents, path, isKey)),
  };
}

/** What the parser says of its own limits is about the parser. */
function tellProblem({ code, message }: YAMLParseError | YAMLWarning): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; a configuration is one document';
  if (code === 'RESOURCE_EXHAUSTION') return 'maps and lists are nested too deeply';
  return message;
}

function toPlain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    // No alias may stand in it at all: a few lines of them can expand to gigabytes.
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new HarnessError('invalid_config', `${file}: anchors and aliases (& and *) are not supported.`, {
      hint: 'Write the value out at each place.',
      cause,
    });
  }
}

function findOffset(contents: ParsedNode | null, path: readonly PropertyKey[], isKey: boolean): number {
  let node: Node | null = contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(part)) : undefined;
    const isLast = index === path.length - 1;
    const next =
      pair && isKey && isLast
        ? pair.key
        : node && 'get' in node
          ? (node as { get(key: unknown, keep: true): unknown }).get(part, true)
          : undefined;
    if (!isNode(next)) return (pair && isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
