import { MIN_SECRET_CHARS } from '../domain/secret-length.js';
import { FormIndex, type WrittenForm } from './form-index.js';

/** Hides known secrets in whatever is about to be written, shown or streamed. */
export interface Redactor {
  /** True when `maskText` would change the text. */
  hasSecret(text: string): boolean;
  /**
   * Masks every known secret in a text, also where it is encoded as base64, hex, URL, JSON or in markup, and where only a beginning of it
   * stands there that is long enough to be no accident.
   */
  maskText(text: string): string;
  /** As `maskText`, for a text that was cut, or may have been: the cut may have left any part of a secret at its end. */
  maskCutText(text: string): string;
  /** Masks the value of a header that is a credential as a whole, known or not; the scheme (`Bearer`, `Basic`) stays readable. */
  maskCredential(value: string): string;
}

/** As much of a secret, or half of it where that is more, is masked wherever it stands: sentences quote what was sent, and cut it. */
const MIN_PART_CHARS = 12;

/** `sp_secret_0123456789ab9a3f` becomes `sp_secret_…9a3f`: enough to tell two keys apart, not enough to use one. */
export function maskSecret(value: string): string {
  const prefix = value.slice(0, value.lastIndexOf('_') + 1);
  const secretLength = value.length - prefix.length;
  if (secretLength >= 12) return `${prefix}…${value.slice(-4)}`;
  // What follows the last underscore is too short to show a part of it, and what comes before may belong to the secret.
  return value.length >= 16 ? `…${value.slice(-2)}` : '…';
}

/**
 * @param secretValues asked each time, because keys are rotated while the harness runs; the same list again means that none was.
 * @param mask what stands in place of one.
 */
export function createRedactor(secretValues: () => Iterable<string>, mask: (value: string) => string = maskSecret): Redactor {
  let seen: Iterable<string> | null = null;
  let known = '';
  let written = new Map<string, WrittenForm[]>();
  let forms = new FormIndex([]);

  function refresh(): FormIndex {
    const given = secretValues();
    if (given === seen) return forms;
    // A generator is another one each time, and an array of the caller's may be changed.
    seen = Object.isFrozen(given) ? given : null;
    const values = [...new Set(given)].filter((value) => value.length >= MIN_SECRET_CHARS);
    const now = values.join('\n');
    if (now === known) return forms;
    known = now;
    // Most were known before: with many lanes a key comes or goes often.
    written = new Map(values.map((value) => [value, written.get(value) ?? writtenForms(value, mask(value))]));
    forms = new FormIndex([...written.values()].flat());
    return forms;
  }

  return {
    hasSecret: (text) => refresh().find(text, 0) !== null,
    maskText: (text) => maskUpTo(text, refresh(), text.length),
    maskCutText(text) {
      const index = refresh();
      return maskUpTo(text, index, index.findCut(text));
    },
    maskCredential(value) {
      const [, scheme = '', credential = ''] = /^([A-Za-z][A-Za-z0-9-]* +)?(.*)$/s.exec(value) ?? [];
      return `${scheme}${maskSecret(credential)}`;
    },
  };
}

/** @param cutAt where the beginning of a secret that is cut off starts; the end of the text when there is none. */
function maskUpTo(text: string, forms: FormIndex, cutAt: number): string {
  let shown = '';
  let from = 0;
  for (let found = forms.find(text, 0); found !== null && found.start < cutAt; found = forms.find(text, from)) {
    shown += text.slice(from, found.start) + found.mask;
    from = found.end;
  }
  if (cutAt < text.length) return `${shown}${text.slice(from, Math.max(from, cutAt))}…`;
  return from === 0 ? text : shown + text.slice(from);
}

/** The ways in which a secret commonly stands in a header, a URL or a body. */
function writtenForms(secret: string, mask: string): WrittenForm[] {
  const hex = Buffer.from(secret).toString('hex');
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    // Every character escaped, as no serializer does by itself, but some that trust nothing beyond letters.
    hex.toUpperCase().replace(/../g, '%$&'),
    Buffer.from(secret, 'utf16le').swap16().toString('hex').toUpperCase().replace(/.{4}/g, '\\u$&'),
    ...[0, 1, 2].map((offset) => base64Core(secret, offset)),
  ];
  const urlSafe = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const smallEscapes = forms.map((form) => form.replace(/%[0-9A-F]{2}|\\u[0-9A-F]{4}/g, (octet) => octet.toLowerCase()));
  const inMarkup = [toEntityNumber, toEntityName].map((escapeOne) => secret.replace(/[&<>"']/g, escapeOne));
  return [...new Set([...forms, ...urlSafe, ...smallEscapes, ...inMarkup])]
    .filter((text) => text.length >= MIN_SECRET_CHARS)
    .map((text) => ({ text, mask, partChars: Math.min(text.length, Math.max(MIN_PART_CHARS, Math.ceil(text.length / 2))) }));
}

/** The part of a base64 text that only the secret decides, when it stands `offset` bytes (mod 3) into what was encoded, as in `user:secret`. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.from(secret);
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/(?<!=)=+$/, '');
  const total = offset + bytes.length;
  const start = offset === 0 ? 0 : offset + 1;
  return encoded.slice(start, Math.floor((total * 8) / 6));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function toEntityName(character: string): string {
  return `&${ENTITIES[character]};`;
}

function toEntityNumber(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
