const DEFAULT = 'default';
const LANE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** True for a lane of its own, whose calls stand under a path of their own. */
export function isOwnLane(lane: string): boolean {
  // A log that somebody made up may name anything; what is no name of a lane has nothing that could be asked for.
  return lane !== DEFAULT && LANE_NAME.test(lane);
}

/** A path of the control plane as it concerns one lane; `lane` undefined: not known. */
export function pathInLane(lane: string | undefined, path: string): string {
  return lane !== undefined && isOwnLane(lane) ? `/lanes/${lane}${path}` : path;
}
