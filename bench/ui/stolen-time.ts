import { readFileSync } from 'node:fs';
import { round } from './figures.js';

/**
 * Measures how much of the processors' time the host gave to other machines from now on, in percent. Frames that are late for that
 * reason are nobody's fault here. Null where the system does not count it (`/proc/stat`, Linux).
 */
export function watchStolenTime(): () => number | null {
  const before = readTicks();
  return () => {
    const after = readTicks();
    if (!before || !after || after.all === before.all) return null;
    return round(((after.stolen - before.stolen) / (after.all - before.all)) * 100);
  };
}

/** The first line: `cpu user nice system idle iowait irq softirq steal …`, proc(5). */
function readTicks(): { all: number; stolen: number } | null {
  let text: string;
  try {
    text = readFileSync('/proc/stat', 'utf8');
  } catch {
    return null;
  }
  const ticks = text.split('\n', 1)[0]?.trim().split(/ +/).slice(1, 9).map(Number);
  const stolen = ticks?.[7];
  return ticks && stolen !== undefined ? { all: ticks.reduce((sum, count) => sum + count, 0), stolen } : null;
}
