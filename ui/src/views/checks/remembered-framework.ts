const KEY = 'paystage.framework';

/** The framework whose code was asked for last; null when there is none, or the browser may not tell. */
export function recallFramework(storage: Pick<Storage, 'getItem'>): string | null {
  try {
    return storage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberFramework(storage: Pick<Storage, 'setItem'>, framework: string): void {
  try {
    storage.setItem(KEY, framework);
  } catch {
    // Full or forbidden: it is asked for again next time.
  }
}
