const CLOSERS: Record<string, string> = { '{': '}', '[': ']' };

/**
 * JSON with line breaks and indentation, every token exactly as it was sent: numbers keep their digits, keys their order and doubles.
 * A parse and a print would change them, and a signature is made over the bytes. Null when `text` is not JSON.
 */
export function indentJson(text: string): string | null {
  if (!isJson(text)) return null;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  const output: string[] = [];
  let depth = 0;
  const breakLine = () => output.push(`\n${'  '.repeat(depth)}`);
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      depth++;
      output.push(token);
      if (tokens[index + 1] !== CLOSERS[token]) breakLine();
    } else if (token === '}' || token === ']') {
      depth--;
      if (CLOSERS[tokens[index - 1] ?? ''] !== token) breakLine();
      output.push(token);
    } else if (token === ',') {
      output.push(token);
      breakLine();
    } else output.push(token === ':' ? ': ' : token);
  }
  return output.join('');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
