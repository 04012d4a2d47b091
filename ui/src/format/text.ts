/** The beginning of a long text, with an ellipsis. */
export function shorten(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}…`;
}

/** The beginning and the end of a long text, with an ellipsis between them. */
export function shortenMiddle(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const endChars = Math.floor((maxChars - 1) / 2);
  return `${text.slice(0, maxChars - 1 - endChars)}…${text.slice(text.length - endChars)}`;
}

/** Path and query of a URL; what is no absolute URL stays as it is. */
export function toPath(url: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return url;
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A capital letter at the start of a sentence, unless it starts with a name such as `localhost:3000`. */
export function startSentence(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}

/**
 * Characters that change how their neighbours look without being seen, or that leave no trace at all. The two joiners and the variation
 * selectors are left alone: emoji and several scripts are written with them.
 */
export const UNSEEN = new RegExp(
  [
    // Controls, except tab and line ends.
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u,
    // Direction marks, embeddings, overrides and isolates; separators; zero-width space and its kin.
    /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u,
    // Soft hyphen, grapheme joiner, vowels and fillers that have no shape.
    /\u00ad|\u034f|[\u115f\u1160]|[\u17b4\u17b5]|\u180e|\u3164|\uffa0/u,
    // Marks of musical notation, and the tags in which a whole text can hide.
    /[\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** The text with unseen characters written out, such as `⟨U+202E⟩`, so that a payload cannot show something else than it says. */
export function showUnseen(text: string): string {
  return text.replace(UNSEEN, (found) => `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** True for a text of unseen characters only. */
export function isUnseen(text: string): boolean {
  return text !== '' && text.replace(UNSEEN, '') === '';
}
