import type { Output } from './output.js';

/** How long a line may wait for others that go out with it, ms: nobody reads faster than a screen is drawn. */
const PACE_MS = 16;

/** Lines that are written in groups: a write for each record would cost more than the sending of a webhook. */
export interface PacedLines {
  add(line: string): void;
  /** Writes what waits, now. */
  flush(): void;
}

export function createPacedLines(output: Pick<Output, 'line'>): PacedLines {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    output.line(lines.join('\n'));
  }

  return {
    add(line) {
      waiting.push(line);
      timer ??= setTimeout(flush, PACE_MS);
    },
    flush,
  };
}
