/** Options of a HarnessError beyond its three words. */
interface HarnessErrorOptions {
  /** What to do next, in one sentence. */
  hint?: string;
  /** HTTP status for the control plane; 400 unless said otherwise. */
  status?: number;
  /** Exit code for the command line; 2 (misuse) unless said otherwise. */
  exitCode?: number;
  cause?: unknown;
}

/**
 * A failure that a person can act on: a stable `code` for programs, a `message` that says what failed with what, and a `hint` that
 * says what to do next. Anything else that is thrown is a defect of ours.
 */
export class HarnessError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly status: number;
  readonly exitCode: number;

  constructor(code: string, message: string, options: HarnessErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'HarnessError';
    this.code = code;
    this.hint = options.hint;
    this.status = options.status ?? 400;
    this.exitCode = options.exitCode ?? 2;
  }
}
