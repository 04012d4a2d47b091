import { setTimeout as sleep } from 'node:timers/promises';
import type { ActiveFault } from '../../domain/fault.js';
import type { AttemptReply } from '../../domain/verdict.js';
import type { BodyWriter } from '../../transport/body-writer.js';

/** How the body of a request goes over the wire. */
export interface TransferPlan {
  /** Real ms from its first byte to its last; 0: at once. */
  overMs: number;
  /** The connection is reset after so many bytes; null: it is not. */
  cutAfter: number | null;
  /** Pieces that it goes out in at least, where it has as many bytes; one when left out. */
  pieces?: number;
}

const LONGEST_PAUSE_MS = 100;
/** Bytes that were written reach the app before the reset does. */
const RESET_PAUSE_MS = 20;

/** The faults together; null when none of them is about the transfer. */
export function planTransfer(faults: readonly ActiveFault[], bodyBytes: number): TransferPlan | null {
  const slow = faults.find(({ spec }) => spec.fault === 'slow-transfer');
  const cut = faults.find(({ spec }) => spec.fault === 'cut-transfer');
  if (!slow && !cut) return null;
  const cutAfter = cut ? Math.min(Number(cut.spec.afterBytes ?? Math.floor(bodyBytes / 2)), Math.max(0, bodyBytes - 1)) : null;
  return { overMs: Number(slow?.spec.overMs ?? 0), cutAfter };
}

/** Writes a body as planned. A piece every tenth of a second at most, and at least two where there are as many bytes. */
export function createBodyWriter({ overMs, cutAfter, pieces = 1 }: TransferPlan, onCut: () => void): BodyWriter {
  return async function* write(body, connection) {
    const whole = cutAfter === null ? body : body.subarray(0, cutAfter);
    const pauses = overMs === 0 ? 0 : Math.max(1, Math.min(whole.length - 1, Math.ceil(overMs / LONGEST_PAUSE_MS)));
    const size = Math.max(1, Math.ceil(whole.length / Math.max(pieces, pauses + 1)));
    if (whole.length === 0) connection.writeHead();
    for (let at = 0; at < whole.length; at += size) {
      if (at > 0 && pauses > 0) await sleep(overMs / pauses);
      yield whole.subarray(at, at + size);
    }
    if (cutAfter === null) return;
    await sleep(RESET_PAUSE_MS);
    onCut();
    connection.reset();
    // The client waits for the rest until it hears of the reset.
    await new Promise(() => {});
  };
}

/** What came of a request whose body was cut off. */
export function tellCut(cutAfter: number, length: number): AttemptReply {
  const message = `the connection was reset on purpose after ${cutAfter} of ${length} bytes of the body`;
  return { kind: 'failed', code: 'reset', message };
}
