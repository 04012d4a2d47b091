import { isUnseen } from '../format/text.js';
import { hasHeader, type RequestToCopy } from './request-to-copy.js';

/** The request as a call of `fetch`, for a browser or Node. */
export function copyAsFetch(request: RequestToCopy): string {
  const { method, url, headers, body, remarks } = request;
  const hasBody = body.kind !== 'none';
  const isBodyRefused = hasBody && (method === 'GET' || method === 'HEAD');
  const notes = [
    ...remarks,
    ...(isBodyRefused ? ['fetch sends no body with this method: it is left out.'] : []),
    ...(request.isChunked && !isBodyRefused ? ['It was sent in chunks; fetch sends a body that is known with its length.'] : []),
  ];
  return [
    ...notes.map((note) => `// ${note}`),
    `await fetch(${quote(url)}, {`,
    `  method: ${quote(method)},`,
    ...(headers.length === 0
      ? []
      : ['  headers: [', ...headers.map(([name, value]) => `    [${quote(name)}, ${quote(value)}],`), '  ],']),
    ...(hasBody && !isBodyRefused ? [`  body: ${formatBody(request)},`] : []),
    "  redirect: 'manual',",
    '});',
  ].join('\n');
}

function formatBody(request: RequestToCopy): string {
  const { body } = request;
  if (body.kind === 'bytes') return `Uint8Array.from(atob(${quote(body.base64)}), (character) => character.charCodeAt(0))`;
  const text = quote(body.kind === 'text' ? body.text : '');
  // A string would bring a content type of its own along, bytes do not.
  return hasHeader(request, 'content-type') ? text : `new TextEncoder().encode(${text})`;
}

/** A string literal in which every character can be seen. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/./gsu, (character) => (isUnseen(character) ? writeUnits(character) : character));
}

/** `\u202e`; two of them for a character that a string holds as two units. */
function writeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
