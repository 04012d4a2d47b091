import { showUnseen } from '../format/text.js';
import { escapeHtml } from './escape-html.js';

/** What the providers say about where secrets stand; names in lower case. */
export interface SecretPlaces {
  headers: readonly string[];
  fields: readonly string[];
}

/** Put where a secret stood. */
export const REMOVED = '[removed]';

/** Headers that carry credentials anywhere. */
const HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-auth-token'];
/** Names of fields and parameters whose values are nobody's business in a ticket: keys, tokens, card data. */
const FIELD = /secret|token|passw|api_?key|authorization|card_?number|^(pan|cvc|cvv|iban)$/i;
/** `"name": "value"`, numbers and escapes included, as it stands in JSON. */
const JSON_FIELD = /((?<!\\)"((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g;
/** `name=value` of forms and queries. */
const FORM_FIELD = /(^|[?&;\s])([\w.[\]-]+)=([^&\s#"]*)/g;
/** Shorter values are too common in ordinary text to be taken out wherever they occur. */
const MIN_LENGTH = 8;

/** Takes secrets out of texts, and remembers each so that it goes wherever else it stands. */
export class SecretRemover {
  readonly #headers: ReadonlySet<string>;
  readonly #fields: ReadonlySet<string>;
  readonly #found = new Set<string>();

  constructor(places: SecretPlaces) {
    this.#headers = new Set([...HEADERS, ...places.headers.map((name) => name.toLowerCase())]);
    this.#fields = new Set(places.fields.map((name) => name.toLowerCase()));
  }

  headerValue(name: string, value: string): string {
    if (!this.#headers.has(name.toLowerCase()) && !this.#isSecretField(name)) return value;
    this.#remember(value);
    return REMOVED;
  }

  /** A body, a URL or a sentence without the values of secret fields. */
  text(text: string): string {
    return text
      .replace(JSON_FIELD, (whole, start: string, name: string, value: string) => {
        if (!this.#isSecretField(name)) return whole;
        this.#remember(readJsonString(value));
        return `${start}"${REMOVED}"`;
      })
      .replace(FORM_FIELD, (whole, before: string, name: string, value: string) => {
        if (value === '' || !this.#isSecretField(name)) return whole;
        this.#remember(value);
        return `${before}${name}=${REMOVED}`;
      });
  }

  /** The finished HTML without what was found in any part of it, in each way in which it may be written there. */
  sweep(html: string): string {
    const written = [...this.#found].flatMap(listSpellings).map((text) => escapeHtml(showUnseen(text)));
    let swept = html;
    // The longest first: a short one that is part of a long one would leave the rest of it standing.
    for (const text of written.sort((one, other) => other.length - one.length)) swept = swept.replaceAll(text, REMOVED);
    return swept;
  }

  #isSecretField(name: string): boolean {
    return this.#fields.has(name.toLowerCase()) || FIELD.test(name);
  }

  #remember(value: string): void {
    if (isLong(value) && value !== REMOVED) this.#found.add(value);
  }
}

/** What a value of JSON says: a string without quotation marks and escapes; the digits of a number as they stand there. */
function readJsonString(value: string): string {
  return value.startsWith('"') ? makeOr(() => String(JSON.parse(value)), value.slice(1, -1)) : value;
}

/** A secret as plain text, within a string of JSON, and within a query or a form, read and written. */
function listSpellings(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inQuery = makeOr(() => encodeURIComponent(secret), secret);
  const fromQuery = makeOr(() => decodeURIComponent(secret.replaceAll('+', ' ')), secret);
  return [...new Set([secret, inJson, inJson.replaceAll('/', '\\/'), inQuery, fromQuery])].filter(isLong);
}

function isLong(value: string): boolean {
  return value.length >= MIN_LENGTH;
}

/** What `make` makes, or `instead` where the text is none that it can read. */
function makeOr(make: () => string, instead: string): string {
  try {
    return make();
  } catch {
    return instead;
  }
}
