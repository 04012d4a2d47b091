import { type Context, createContext, Script } from 'node:vm';
import { ExpressionLimitError, type Expressions, readExpression } from '../judge/expression.js';

/** Real time that one judgement may take. */
const LIMIT_MS = 2_000;
const MAX_CHARS = 1_000_000;

const script = new Script('judge()');
/** Made when somebody judges: most programs that load this never do. */
let context: (Context & { judge?: () => unknown }) | undefined;

/** Some expressions take years over a few letters, and of all that Node runs on this thread only what a script has called can be interrupted. */
export class TimedExpressions implements Expressions {
  readonly #read = new Map<string, RegExp>();
  #tried = '';

  inTime<Result>(judge: () => Result): Result {
    context ??= createContext({});
    context.judge = judge;
    try {
      return script.runInContext(context, { timeout: LIMIT_MS }) as Result;
    } catch (cause) {
      // Its class is that of the script's world, not ours.
      const isOver = typeof cause === 'object' && cause !== null && Reflect.get(cause, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      if (!isOver) throw cause;
      throw new ExpressionLimitError(`${this.#tried} takes too long`, { cause });
    } finally {
      delete context.judge;
    }
  }

  test(source: string, text: string, path: string): boolean {
    const expression = this.#read.get(source) ?? readExpression(source, path);
    this.#read.set(source, expression);
    this.#tried = `the expression "${source.slice(0, 200)}" for ${path}`;
    if (text.length > MAX_CHARS)
      throw new ExpressionLimitError(`${this.#tried} is not tried on more than ${MAX_CHARS} characters`);
    return expression.test(text);
  }
}
