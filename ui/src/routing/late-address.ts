/** Changes the query of the address, later when it was changed a moment ago. */
export interface LateAddress {
  /** Only the newest change that waits is made. */
  change(rewrite: (search: string) => string): void;
  /** Makes at once what waits: the address is about to be left. */
  flush(): void;
  /** Forgets what waits: another address has taken the place of the one that was meant. */
  drop(): void;
}

interface AddressBar {
  read(): string;
  replace(search: string): void;
}

/** Browsers refuse more than about 100 changes in 30 s: a key that is held down makes as many in three. */
const INTERVAL_MS = 500;

/** The first change is made at once, those that follow within `INTERVAL_MS` as one. */
export function createLateAddress(bar: AddressBar): LateAddress {
  let waiting: ((search: string) => string) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    const rewrite = waiting;
    waiting = null;
    if (!rewrite) return;
    const before = bar.read();
    const after = rewrite(before);
    if (after !== before) bar.replace(after);
  }

  function writeAndRest(): void {
    timer = null;
    if (!waiting) return;
    flush();
    timer = setTimeout(writeAndRest, INTERVAL_MS);
  }

  return {
    change(rewrite) {
      waiting = rewrite;
      if (timer === null) writeAndRest();
    },
    flush,
    drop() {
      waiting = null;
    },
  };
}

/** The browser's. */
export const lateAddress = createLateAddress({
  read: () => location.search,
  replace: (search) => history.replaceState(null, '', `${location.pathname}${search}${location.hash}`),
});
