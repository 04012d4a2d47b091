const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** This process does nothing for so long, as when other work holds it up, and takes no processor time for it. */
export function block(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}
