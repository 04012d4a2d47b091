import { readdirSync, readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { measureCpuMs } from './support/cpu-time.js';

const LENGTH = 100_000;
/** Of processor time: a machine that has other things to do makes nothing longer. */
const LIMIT_MS = 50;
/** What is collected or compiled meanwhile counts too, so the best of some tries is taken. */
const TRIES = 5;
/** What is slow by its making takes minutes; it is interrupted by the clock, which runs on while others have their turn. */
const GIVE_UP_MS = 20_000;

/** Every pattern in the sources, with where it stands. */
function findPatterns(folder: string): [place: string, source: string, flags: string][] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) => {
    const found: [string, string, string][] = [];
    const source = ts.createSourceFile(file, readFileSync(`${folder}/${file}`, 'utf8'), ts.ScriptTarget.Latest, false);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        found.push([`${folder}/${file}`, node.text.slice(1, end), node.text.slice(end + 1)]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const UNITS = ['a', 'A', '0', '9.', '-', '_', ' ', '\t', '\n', '\r\n', '/', '\\', '.', ',', ';', ':', '=', '&', '%20', '"', "'", '<', '>', '{', '[', '(', '$', '${', '{{', '|', '#', '@', '+', '*', '?', '!', 'ä', '\u202e', '😀', 'a ', ' a', '0a', 'a.', '/a', 'a=b;', '"\\', ', ', '<a', '-->', '\u001b[', '\u0000']; // biome-ignore format: a list

/** Patterns whose text is short by its making, each with what it is. */
const SHORT: Readonly<Record<string, string>> = {
  '\\B(?=(\\d{3})+$)': 'the digits of a number',
};

/** The beginnings of texts after which a pattern may be in the middle of itself. */
const starts = (source: string) => {
  const literal = /^\^?((?:[\w /:"<-]|\\[^\w])+)/.exec(source)?.[1]?.replaceAll('\\', '') ?? '';
  return ['', ...(literal === '' ? [] : [literal, literal.slice(0, -1)])];
};

/** Processor time of the quickest of some runs; infinite for one that has to be interrupted. */
function timeBest(run: () => void): number {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TRIES && bestMs > LIMIT_MS; count++) {
    try {
      bestMs = Math.min(bestMs, measureCpuMs(run));
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }
  return bestMs;
}

test('E12 no pattern of the sources takes long over 100 kB of anything', () => {
  const patterns = [...findPatterns('server'), ...findPatterns('ui/src')];
  expect(patterns.length).toBeGreaterThan(100);
  const sandbox = createContext({ pattern: null as RegExp | null, text: '' });
  const script = new Script('pattern.lastIndex = 0; pattern.test(text)');
  const slow = new Set<string>();
  for (const [place, source, flags] of patterns) {
    if (source in SHORT) continue;
    sandbox.pattern = new RegExp(source, flags);
    for (const start of starts(source)) {
      for (const unit of UNITS) {
        sandbox.text = `${start}${unit.repeat(LENGTH / unit.length)}\u0001`;
        const tookMs = timeBest(() => script.runInContext(sandbox, { timeout: GIVE_UP_MS }));
        if (tookMs <= LIMIT_MS) continue;
        slow.add(`${place}: /${source}/${flags} with ${JSON.stringify(`${start}${unit}`)} (${Math.round(tookMs)} ms)`);
        break;
      }
    }
  }
  expect([...slow]).toEqual([]);
}, 300_000);
