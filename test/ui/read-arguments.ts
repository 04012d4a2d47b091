/** What a program was started with. */
export interface Run {
  /** One character per byte, as HTTP reads its headers. */
  argv: string[];
  stdin: Buffer;
}

/** What a program makes of its arguments. */
export interface Understood {
  method: string;
  url: string;
  headers: (readonly [name: string, value: string])[];
  body: Buffer | null;
}

/** Reads the arguments as curl's manual says. @throws Error for one that it does not know. */
export function readAsCurl({ argv, stdin }: Run): Understood {
  const read: Understood = { method: 'GET', url: '', headers: [], body: null };
  let isGlobOff = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--request') read.method = argv[++at] ?? '';
    else if (word === '--head') read.method = 'HEAD';
    else if (word === '--globoff') isGlobOff = true;
    else if (word === '--header') read.headers.push(...readHeaderOfCurl(argv[++at] ?? ''));
    else if (word === '--data-raw') read.body = Buffer.from(argv[++at] ?? '', 'latin1');
    else if (word === '--data-binary' && argv[at + 1] === '@-') [read.body, at] = [stdin, at + 1];
    else if (word.startsWith('http://')) read.url = word;
    else if (word !== '--path-as-is') throw new Error(`curl does not know ${word}`);
  }
  if (read.body && read.method === 'HEAD' && argv.includes('--head')) throw new Error('curl sends no body with --head');
  if (/[[\]{}]/.test(read.url) && !isGlobOff) throw new Error('curl takes brackets for a pattern');
  return read;
}

function readHeaderOfCurl(text: string): (readonly [string, string])[] {
  const [, name = '', mark, value = ''] = /^([^:;]+)([:;])\s*(.*)$/s.exec(text) ?? [];
  // A name and a colon alone take a header away.
  return mark === ';' ? [[name, '']] : value === '' ? [] : [[name, value]];
}

/** Reads the arguments as HTTPie does: all that are no options have to stand together. @throws Error for what it refuses. */
export function readAsHttpie({ argv, stdin }: Run): Understood {
  const groups: string[][] = [[]];
  let isStdinIgnored = false;
  let body: Buffer | null = null;
  const end = argv.indexOf('--');
  const options = argv.slice(0, end < 0 ? argv.length : end);
  for (const word of options) {
    if (!word.startsWith('-')) groups.at(-1)?.push(word);
    else if (word === '--ignore-stdin') isStdinIgnored = true;
    else if (word.startsWith('--raw=')) body = Buffer.from(word.slice('--raw='.length), 'latin1');
    else if (word !== '--path-as-is') throw new Error(`HTTPie does not know ${word}`);
    if (word.startsWith('-')) groups.push([]);
  }
  if (end >= 0) groups.push(argv.slice(end + 1));
  const filled = groups.filter((group) => group.length > 0);
  const [[method = '', url = '', ...items] = []] = filled;
  if (filled.length !== 1) throw new Error('HTTPie reads what is no option in one place only');
  return { method, url, headers: items.flatMap(readItem), body: isStdinIgnored ? body : stdin };
}

/** The first separator decides, the longest that stands there; what follows a backslash is none. */
function readItem(item: string): (readonly [string, string])[] {
  const at = item.search(/(?<!\\)[:;=@]/);
  const separator = /^(?::=@|=@|:=|==|:@|[:;=@])/.exec(item.slice(at))?.[0] ?? '';
  const name = item.slice(0, at);
  const value = takeBackslashes(item.slice(at + separator.length));
  if (separator === ';' && value === '') return [[name, '']];
  if (separator !== ':') throw new Error(`HTTPie takes ${item} for something else than a header`);
  return value === '' ? [] : [[name, value]];
}

/** A backslash goes where it keeps what follows from being a separator; before anything else, also another one, it stays. */
export function takeBackslashes(text: string): string {
  return text.replaceAll(/\\(.)/gs, (all: string, next: string) => (':;=@'.includes(next) ? next : all));
}
