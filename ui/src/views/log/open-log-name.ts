const STORAGE_KEY = 'paystage.saved-log';

/** Remembers for the life of this tab which saved log is open; null: none. A browser forgets the file itself with a reload. */
export function rememberOpenLog(name: string | null): void {
  if (name === null) sessionStorage.removeItem(STORAGE_KEY);
  else sessionStorage.setItem(STORAGE_KEY, name);
}

/**
 * The saved log that was open when the page was loaded anew; null when none was. The address is cleared then: what it names stands in the
 * file, and the stage may have something else under the same number. Tells it once.
 */
export function takeLostLog(): string | null {
  const name = sessionStorage.getItem(STORAGE_KEY);
  if (name === null) return null;
  rememberOpenLog(null);
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  return name;
}
