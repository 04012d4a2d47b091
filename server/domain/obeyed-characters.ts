/**
 * Of the characters that a terminal obeys instead of showing, those that neither JSON nor YAML escapes by itself: DEL and C1 controls, the
 * marks that turn the reading direction, line and paragraph separators.
 */
const LEFT_AS_THEY_ARE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export function hasObeyed(text: string): boolean {
  return text.search(LEFT_AS_THEY_ARE) !== -1;
}

/** Text in which they stand as `\u009b` and the like: within double quotes of JSON and of YAML, the same value. */
export function escapeObeyed(text: string): string {
  return text.replace(LEFT_AS_THEY_ARE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
