/** What XML 1.0 cannot hold, what HTML refuses, and what a reader would obey instead of seeing; line breaks and tabs are text. */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;
const FIRST_PICTURE = 0x2400;

/** The text with everything unseen made visible: `␀` and its like where Unicode has a picture, else `⟨U+202E⟩`. */
export function showUnseen(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(FIRST_PICTURE + code);
    return code === 0x7f ? '\u2421' : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}
