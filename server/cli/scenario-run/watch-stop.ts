import type { Output } from '../output.js';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Stop {
  /** Aborted by the first signal: nothing new begins. */
  signal: AbortSignal;
  /** Resolves with null when what was under way had its time. */
  over: Promise<null>;
  readonly isOver: boolean;
  /** Of the process, once it was stopped. */
  readonly exitCode: number | null;
  /** Does what SIGINT does, for a question: its terminal hands Ctrl-C over as a key and sends no signal. */
  interrupt(): void;
}

/** The first SIGINT, SIGTERM or SIGHUP ends the run with what is known; a second one ends the process at once. */
export function watchStop(output: Output, graceMs: number): Stop {
  const controller = new AbortController();
  const state: { exitCode: number | null; isOver: boolean } = { exitCode: null, isOver: false };
  let endGrace = () => {};
  const over = new Promise<null>((resolve) => {
    endGrace = () => resolve(null);
  });
  const stop = (exitCode: number) => {
    if (state.exitCode !== null) process.exit(exitCode);
    state.exitCode = exitCode;
    if (output.isTerminal) output.note('Stopping. Press Ctrl-C again to stop at once.');
    controller.abort();
    setTimeout(() => {
      state.isOver = true;
      endGrace();
    }, graceMs);
  };
  for (const [name, exitCode] of Object.entries(SIGNALS)) process.on(name, () => stop(exitCode));
  return {
    signal: controller.signal,
    over,
    interrupt: () => stop(SIGNALS.SIGINT),
    get isOver() {
      return state.isOver;
    },
    get exitCode() {
      return state.exitCode;
    },
  };
}
