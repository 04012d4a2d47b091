/** Hides known secrets in whatever is about to be written, shown or streamed. */
export interface Redactor {
  /** True when `maskText` would change the text. */
  hasSecret(text: string): boolean;
  /** Masks every known secret in a text, also where it is encoded as base64, hex, URL, JSON or in markup. */
  maskText(text: string): string;
  /** Masks the value of a header that is a credential as a whole, known or not; the scheme (`Bearer`, `Basic`) stays readable. */
  maskCredential(value: string): string;
}

/** Shorter values are too common in ordinary text to be masked wherever they occur. */
const MIN_SECRET_LENGTH = 6;

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
  let masks = new Map<string, string>();
  let pattern: RegExp | null = null;

  function refresh(): void {
    const given = secretValues();
    if (given === seen) return;
    // A generator is another one each time, and an array of the caller's may be changed.
    seen = Object.isFrozen(given) ? given : null;
    const values = [...new Set(given)].filter((value) => value.length >= MIN_SECRET_LENGTH);
    const now = values.join('\n');
    if (now === known) return;
    known = now;
    masks = new Map(values.flatMap((value) => writtenForms(value).map((form): [string, string] => [form, mask(value)])));
    // Longest first: the regular expression takes the first alternative that fits.
    const forms = [...masks.keys()].sort((one, other) => other.length - one.length);
    pattern = forms.length === 0 ? null : new RegExp(forms.map(escapePattern).join('|'), 'g');
  }

  return {
    hasSecret(text) {
      refresh();
      return pattern !== null && text.search(pattern) !== -1;
    },
    maskText(text) {
      refresh();
      return pattern === null ? text : text.replace(pattern, (found) => masks.get(found) ?? '…');
    },
    maskCredential(value) {
      const [, scheme = '', credential = ''] = /^([A-Za-z][A-Za-z0-9-]* +)?(.*)$/s.exec(value) ?? [];
      return `${scheme}${maskSecret(credential)}`;
    },
  };
}

/** The ways in which a secret commonly stands in a header, a URL or a body. */
function writtenForms(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].map((offset) => base64Core(secret, offset)),
  ];
  const urlSafe = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const smallEscapes = forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()));
  const inMarkup = [toEntityNumber, toEntityName].map((escapeOne) => secret.replace(/[&<>"']/g, escapeOne));
  return [...new Set([...forms, ...urlSafe, ...smallEscapes, ...inMarkup])].filter((form) => form.length >= MIN_SECRET_LENGTH);
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

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
