import type { Header } from '../../../server/protocol/records.js';
import type { HarCookie } from './har.js';

/** The cookies that a browser sent. */
export function readSentCookies(headers: readonly Header[]): HarCookie[] {
  return valuesOf(headers, 'cookie')
    .flatMap((value) => value.split(';'))
    .map(readPair)
    .filter(({ name }) => name !== '');
}

/** The cookies that an answer set, with what it said about them. */
export function readSetCookies(headers: readonly Header[]): HarCookie[] {
  return valuesOf(headers, 'set-cookie').map((value) => {
    const [pair = '', ...attributes] = value.split(';');
    const cookie: HarCookie = readPair(pair);
    for (const attribute of attributes.map(readPair)) {
      const name = attribute.name.toLowerCase();
      if (name === 'path' || name === 'domain') cookie[name] = attribute.value;
      else if (name === 'httponly') cookie.httpOnly = true;
      else if (name === 'secure') cookie.secure = true;
      else if (name === 'expires' && !Number.isNaN(Date.parse(attribute.value)))
        cookie.expires = new Date(attribute.value).toISOString();
    }
    return cookie;
  });
}

function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
}

function readPair(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text.trim(), value: '' } : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}
