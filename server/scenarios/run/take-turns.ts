/** What somebody did with a turn: `waiting` for something that has not happened yet, or one thing more. */
export type Turn = 'done' | 'waiting';

/** Ends with true when everything was as expected. */
export type Play = AsyncGenerator<Turn, boolean>;

/** Nothing but what is outside can end a wait of everybody, real ms. */
const PAUSE_MS = 20;

/**
 * One after the other, each a step at a time: what happens between two of them never depends on which answer came first. A round is a turn
 * of its own, so blocks can lie within each other.
 */
export async function* takeTurns(plays: readonly Play[]): Play {
  const open = new Set(plays);
  let isGood = true;
  while (open.size > 0) {
    let isMoving = false;
    for (const play of open) {
      const turn = await play.next();
      if (turn.done) {
        open.delete(play);
        isGood &&= turn.value;
      }
      isMoving ||= turn.done === true || turn.value === 'done';
    }
    yield isMoving ? 'done' : 'waiting';
  }
  return isGood;
}

/** Plays to the end, by itself. */
export async function playOut(play: Play): Promise<boolean> {
  for (;;) {
    const turn = await play.next();
    if (turn.done) return turn.value;
    if (turn.value === 'waiting') await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
