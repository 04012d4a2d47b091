import { HarnessError } from '../../domain/errors.js';

/** Why a move of the clock ends that was under way when somebody went back to real time. @param laneMs how far it came, epoch ms. */
export function describeBroughtBack(laneMs: number): HarnessError {
  const reached = new Date(laneMs).toISOString();
  return new HarnessError(
    'clock_brought_back',
    `The clock was brought back to real time during this move, which had come to ${reached}.`,
    { status: 409, hint: 'A reset of the lane does that, too. What came due until then is done; nothing of the move goes on.' },
  );
}

/** As `work`, unless `end` comes first: what `work` waits for may take minutes. */
export function orEnded<T>(work: Promise<T>, end: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(end.reason);
    end.addEventListener('abort', leave, { once: true });
    work.finally(() => end.removeEventListener('abort', leave)).then(resolve, reject);
  });
}
