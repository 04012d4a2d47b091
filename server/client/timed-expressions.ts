import { createContext, Script } from 'node:vm';
import { ExpressionLimitError, type Expressions, readExpression } from '../judge/expression.js';

/** Real time that the expressions of one judgement may take together. */
const LIMIT_MS = 2_000;
const MAX_CHARS = 1_000_000;

const sandbox = createContext({ expression: / /, text: '' });
const script = new Script('expression.test(text)');

/** Some expressions take years over a few letters, and of all that Node runs on this thread only a script can be interrupted. */
export class TimedExpressions implements Expressions {
  readonly #read = new Map<string, RegExp>();
  #leftMs = LIMIT_MS;

  test(source: string, text: string, path: string): boolean {
    const expression = this.#read.get(source) ?? readExpression(source, path);
    this.#read.set(source, expression);
    const what = `the expression "${source.slice(0, 200)}" for ${path}`;
    if (text.length > MAX_CHARS) throw new ExpressionLimitError(`${what} is not tried on more than ${MAX_CHARS} characters`);
    const startMs = performance.now();
    Object.assign(sandbox, { expression, text });
    try {
      return script.runInContext(sandbox, { timeout: Math.max(1, Math.ceil(this.#leftMs)) }) as boolean;
    } catch (cause) {
      throw new ExpressionLimitError(`${what} takes too long`, { cause });
    } finally {
      sandbox.text = '';
      this.#leftMs -= performance.now() - startMs;
    }
  }
}
