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
        this.#remember(value.replace(/^"|"$/g, ''));
        return `${start}"${REMOVED}"`;
      })
      .replace(FORM_FIELD, (whole, before: string, name: string, value: string) => {
        if (value === '' || !this.#isSecretField(name)) return whole;
        this.#remember(value);
        return `${before}${name}=${REMOVED}`;
      });
  }

  /** The finished text without what was found in any part of it. */
  sweep(text: string): string {
    let swept = text;
    for (const secret of this.#found) swept = swept.replaceAll(secret, REMOVED);
    return swept;
  }

  #isSecretField(name: string): boolean {
    return this.#fields.has(name.toLowerCase()) || FIELD.test(name);
  }

  #remember(value: string): void {
    if (value.length >= MIN_LENGTH && value !== REMOVED) this.#found.add(value);
  }
}
