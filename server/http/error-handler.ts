import type Koa from 'koa';
import { HarnessError } from '../domain/errors.js';

/** Told about defects of ours: anything thrown that is no HarnessError. */
export type ReportDefect = (error: unknown, where: string) => void;

/** The only place where errors become status codes on our own routes. Unknown errors are reported, never shown. */
export function createErrorHandler(reportDefect: ReportDefect): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof HarnessError) {
        writeError(ctx, error.status, error.code, error.message, error.hint);
        return;
      }
      if (isHttpError(error)) {
        writeError(ctx, error.status, 'bad_request', error.message);
        return;
      }
      // The caller hung up in the middle of its request: nobody waits for an answer, and nothing of ours went wrong.
      if (error === ctx.req.errored) {
        ctx.respond = false;
        return;
      }
      reportDefect(error, `${ctx.method} ${ctx.path}`);
      writeError(ctx, 500, 'internal', 'The harness failed on this request; its terminal has the details.');
    }
  };
}

/** The control plane's error shape. */
export function writeError(ctx: Koa.Context, status: number, code: string, message: string, hint?: string): void {
  ctx.status = status;
  ctx.body = { error: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

function isHttpError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500
  );
}
