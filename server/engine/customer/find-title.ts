const MAX_TITLE_CHARS = 200;
/** Elements whose text is no markup, or whose `title` is not the page's. */
const SKIPPED = ['script', 'style', 'svg', 'noscript', 'textarea'];
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of the page's `title` element, or null. One pass from front to back, whatever the markup. */
export function findTitle(html: string): string | null {
  // Not `toLowerCase`: a few characters grow by it, and positions would no longer fit.
  const text = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end === -1) return null;
      at = end + 3;
      continue;
    }
    const name = /[a-z]+/y;
    name.lastIndex = at + 1;
    const tag = name.exec(text)?.[0] ?? '';
    if (tag === 'title') return readTitle(html, text, at);
    if (!SKIPPED.includes(tag)) {
      at += 1;
      continue;
    }
    const end = text.indexOf(`</${tag}`, at);
    if (end === -1) return null;
    at = end + 2;
  }
  return null;
}

function readTitle(html: string, text: string, at: number): string | null {
  const start = text.indexOf('>', at) + 1;
  const end = text.indexOf('</title', start);
  if (start === 0 || end === -1) return null;
  const title = decode(html.slice(start, end)).replace(/\s+/g, ' ').trim();
  return title === '' ? null : title.slice(0, MAX_TITLE_CHARS);
}

/** Numbers, and the names that pages cannot do without. */
function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
