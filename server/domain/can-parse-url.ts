/**
 * `URL.canParse`, which on Node 20 says no to every address with a letter beyond ASCII once it has been called some thousand times: its
 * compiled form takes the bytes of Latin-1 for UTF-8.
 */
export function canParseUrl(url: string, base?: string): boolean {
  try {
    new URL(url, base);
    return true;
  } catch {
    return false;
  }
}
