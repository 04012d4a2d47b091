/** True for an absolute http or https URL. The parser would repair blanks and backslashes silently, so they are refused. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/?#\s\\][^\s\\]*$/i.test(text) && URL.canParse(text);
}
