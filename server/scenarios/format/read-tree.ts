import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser } from 'yaml';
import { limits } from './limits.js';
import type { Part, PartEntry } from './part.js';
import { type Problems, show } from './problem.js';
import type { SourceText } from './source-text.js';

/** In front of a plain or block text, so that the token after it is content whatever it begins with. */
const CONTENT_FOLLOWS = '\x1f';
export const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads a YAML text (JSON is a part of it) the way JSON would: maps, lists, texts, numbers, booleans, null. No tags, anchors, aliases, merge
 * keys or directives, one document. Null when there is something wrong with it; `problems` then knows what.
 */
export function readTree(source: SourceText, problems: Problems): Part | null {
  const before = problems.count;
  if (source.lineCount > limits.lines) {
    problems.add('too_many_parts', 0, `${source.lineCount} lines`, { expected: `at most ${limits.lines}` });
    return null;
  }
  const tokens = parseTokens(source, problems);
  if (!tokens || problems.count > before) return null;
  const documents = tokens.filter(({ type }) => type === 'document');
  if (documents[1]) problems.add('unsupported_yaml', documents[1].offset, 'a second document', { expected: 'one per file' });
  // Its own look for repeated keys compares every key with every other.
  const composer = new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const [document] = [...composer.compose(tokens, true, source.text.length)];
  if (!document) return null;
  // One tab makes errors of all that follows.
  const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  for (const { pos, message } of tabs.length > 0 ? tabs : [...document.errors, ...document.warnings])
    problems.add('invalid_yaml', Math.min(pos[0], source.text.length), `not readable as YAML: ${message.replace(/\.$/, '')}`);
  if (problems.count > before) return null;
  const part = toPart(document.contents, 0, problems);
  if (problems.count > before) return null;
  return part;
}

/** Null when a limit stopped it, so that nothing is composed from what would take too long. */
function parseTokens({ text }: SourceText, problems: Problems): CST.Token[] | null {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  let textChars = 0;
  let offset = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    // Blanks and line ends are bounded by the number of lines, and cost little.
    if (!/^[ \t\r\n\x02\x18\x1f]*$/.test(token)) count++;
    if (count > limits.parts) {
      problems.add('too_many_parts', offset, 'the file has too many parts', {
        expected: `at most ${limits.parts} words and marks: use "repeat", or several files`,
      });
      return null;
    }
    if (parser.stack.length > limits.depth) {
      problems.add('too_deep', offset, `more than ${limits.depth} maps and lists within each other`);
      return null;
    }
    if (token.length > limits.textChars) {
      problems.add('text_too_long', offset, `a text of ${token.length} characters`, {
        expected: `at most ${limits.textChars}`,
      });
      return null;
    }
    textChars += /^\s/.test(token) ? 0 : token.length;
    if (textChars > limits.allTextChars) {
      problems.add('text_too_long', offset, 'the texts of the file are too long', {
        expected: `at most ${limits.allTextChars} characters together`,
      });
      return null;
    }
    const refused = previous === CONTENT_FOLLOWS ? undefined : nameUnsupported(token);
    if (refused !== undefined) problems.add('unsupported_yaml', offset, `${refused} ${show(token)}`, { expected: 'plain data' });
    for (const part of parser.next(token)) tokens.push(part);
    // The lexer's own marks stand for no character.
    if (!/^[\x02\x18\x1f\ufeff]$/.test(token) || text[offset] === token) offset += token.length;
    previous = token;
  }
  for (const part of parser.end()) tokens.push(part);
  return tokens;
}

function nameUnsupported(token: string): string | undefined {
  switch (token[0]) {
    case '&':
      return 'anchors are not supported:';
    case '*':
      return 'aliases are not supported:';
    case '!':
      return 'tags are not supported:';
    case '%':
      return 'directives are not supported:';
  }
  return undefined;
}

function toPart(node: Node | null, around: number, problems: Problems): Part {
  const start = node?.range?.[0] ?? around;
  if (isMap(node)) return { kind: 'map', start, entries: toEntries(node.items, start, problems) };
  if (isSeq(node)) return { kind: 'list', start, items: node.items.map((item) => toPart(item as Node | null, start, problems)) };
  if (node === null || isAlias(node) || !isScalar(node)) return { kind: 'scalar', start, value: null };
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'boolean') return { kind: 'scalar', start, value };
  if (typeof value !== 'number') return { kind: 'scalar', start, value: null };
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    problems.add('invalid_value', start, `the number ${show(node.source)} cannot be kept exactly`, {
      expected: 'a smaller number, or quotes around it',
    });
  return { kind: 'scalar', start, value };
}

function toEntries(pairs: readonly { key: unknown; value: unknown }[], around: number, problems: Problems): PartEntry[] {
  const seen = new Set<string>();
  const entries: PartEntry[] = [];
  for (const pair of pairs) {
    const keyNode = pair.key as Node | null;
    const keyStart = keyNode?.range?.[0] ?? around;
    if (!isScalar(keyNode)) {
      problems.add('unsupported_yaml', keyStart, 'a key that is a map or a list', { expected: 'a text' });
      continue;
    }
    const key = keyNode.source ?? String(keyNode.value ?? '');
    if (key === '<<')
      problems.add('unsupported_yaml', keyStart, 'merge keys are not supported: "<<"', { expected: 'plain data' });
    else if (FORBIDDEN_KEYS.includes(key)) problems.add('forbidden_key', keyStart, `the key "${key}" is not possible here`);
    else if (seen.has(key)) problems.add('duplicate_key', keyStart, `the key ${show(key)} stands there twice`);
    seen.add(key);
    // A value that was left out stands behind its key.
    const valueNode = pair.value as Node | null;
    entries.push({ key, keyStart, value: toPart(valueNode, keyStart, problems) });
  }
  return entries;
}
