import { canParseUrl } from '../../domain/can-parse-url.js';
/** True for an absolute http or https URL. The parser would repair blanks, control characters and backslashes silently, so they are refused. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/?#\s\\\p{Cc}][^\s\\\p{Cc}]*$/iu.test(text) && canParseUrl(text);
}
