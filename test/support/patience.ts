/**
 * How long a test waits for what has to come, ms: on a busy machine a program may take twenty seconds to start. Shorter than the limit of a
 * test, so that a failure says what was waited for.
 */
export const PATIENCE_MS = 150_000;
