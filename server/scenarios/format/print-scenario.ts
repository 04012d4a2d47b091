import { Document, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import { escapeObeyed, hasObeyed } from '../../domain/obeyed-characters.js';
import type { JsonObject } from '../../protocol/records.js';

export interface PrintOptions {
  schemaUrl?: string;
  /** Each above the entry of a map or the item of a list that its path leads to. */
  comments?: readonly { path: readonly (string | number)[]; text: string }[];
  /** Maps and lists that fit into so many characters stand on one line; left out: none. The outermost never do. */
  flowChars?: number;
}

/** A scenario document as YAML text that is harmless on a terminal, its keys in the order they have; `parseScenario` reads the same data from it. */
export function printScenario(document: JsonObject, { schemaUrl, comments = [], flowChars }: PrintOptions = {}): string {
  const yaml = new Document(document, { schema: 'core', aliasDuplicateObjects: false });
  if (flowChars !== undefined) layOut(yaml, flowChars);
  for (const { path, text } of comments) addComment(yaml, path, text);
  quoteObeyed(yaml);
  const body = escapeObeyed(yaml.toString({ lineWidth: flowChars === undefined ? 120 : 0 }));
  return schemaUrl === undefined ? body : `# yaml-language-server: $schema=${schemaUrl}\n${body}`;
}

/** Within double quotes what a terminal obeys can be escaped; such texts come from the wire. */
function quoteObeyed(yaml: Document): void {
  visit(yaml, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && hasObeyed(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

function layOut(yaml: Document, flowChars: number): void {
  visit(yaml, {
    Collection(_key, node, path) {
      const above = path.filter((part) => !isPair(part));
      const isStep = above.length === 3 && isSeq(above.at(-1));
      const isList = above.length === 2 && isSeq(node) && node.items.some(isMap);
      if (above.length === 1 || isStep || isList || JSON.stringify(node).length > flowChars) return undefined;
      node.flow = true;
      return visit.SKIP;
    },
  });
}

function addComment(yaml: Document, path: readonly (string | number)[], text: string): void {
  const parent = yaml.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const node = isSeq(parent)
    ? parent.items[Number(last)]
    : isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === last)?.key
      : undefined;
  const lines = text.split('\n').map((line) => ` ${line}`);
  if (typeof node === 'object' && node !== null && 'commentBefore' in node) node.commentBefore = lines.join('\n');
  else if (isMap(node) || isScalar(node)) node.commentBefore = lines.join('\n');
}
