import type { Output } from './output.js';
import { formatError } from './report-error.js';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** Closing takes 3 s at most when deliveries are under way; whoever sent the signal expects an end within 5. */
const CLOSE_LIMIT_MS = 4_800;

/** Runs `close` once, on the first signal or defect, and ends the process. */
export interface StopSignals {
  /** Resolves with the exit code when the stage has closed. */
  stopped: Promise<number>;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP closes and ends with 0; a second one ends at once with 130, 143 or 129. An exception that nobody
 * caught is printed once, and ends with 1 after an attempt to close: what runs on after it cannot be trusted.
 */
export function watchStopSignals(
  process: NodeJS.Process,
  output: Output,
  isJson: boolean,
  close: () => Promise<void>,
): StopSignals {
  let isStopping = false;
  const stopped = new Promise<number>((resolve) => {
    function stop(exitCode: number): void {
      if (isStopping) return;
      isStopping = true;
      const limit = setTimeout(() => {
        output.note(
          isJson ? '{"error":{"code":"close_timeout","message":"Closing took too long."}}' : 'error: Closing took too long.',
        );
        process.exit(1);
      }, CLOSE_LIMIT_MS);
      close().then(
        () => {
          clearTimeout(limit);
          resolve(exitCode);
        },
        (error: unknown) => {
          clearTimeout(limit);
          output.note(formatError(error, isJson, process.env));
          resolve(1);
        },
      );
    }
    for (const [signal, exitCode] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        if (isStopping) process.exit(exitCode);
        if (output.isTerminal && signal === 'SIGINT') output.note('\nStopping. Press Ctrl-C again to stop at once.');
        stop(0);
      });
    }
    const onDefect = (error: unknown) => {
      if (!isStopping) output.note(formatError(error, isJson, process.env));
      stop(1);
    };
    process.on('uncaughtException', onDefect);
    process.on('unhandledRejection', onDefect);
  });
  return { stopped };
}
