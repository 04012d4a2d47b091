import type { JsonValue } from '../../protocol/records.js';
import { findCardNumbers, isSecretName, QUERY_PARAMETER, URL_CREDENTIALS } from './find-secrets.js';

export interface VariableParts {
  /** Variables of the environment that an app of the lane has, secrets masked. */
  env: Readonly<Record<string, string>>;
  /** In front of names in the environment that somebody has to set. */
  prefix: string;
  secretFields: readonly string[];
  /** Of the stage itself: never an address of the app. */
  ownOrigins: readonly string[];
}

const ADDRESS = /https?:\/\/(?:[^\s/?#@]+@)?[^\s/?#@,]+/gi;

/** The variables of a file: what takes the place of secrets and of the app's address. */
export class Variables {
  readonly #parts: VariableParts;
  readonly #values = new Map<string, string>();
  /** By what they stand for. */
  readonly #names = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(parts: VariableParts) {
    this.#parts = parts;
  }

  /** In an order in which each refers only to those before it. */
  list(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  /** Names in the environment that have to be set before the file can be run. */
  get needed(): readonly string[] {
    return [...this.#asked];
  }

  /** True for an address of the stage itself, such as its built-in receivers. */
  isOwn(url: string): boolean {
    return this.#parts.ownOrigins.some((origin) => url === origin || url.startsWith(`${origin}/`));
  }

  /** A value as the file may have it, for the field of this name. `isData`: what an app sent, where names tell of secrets. */
  clean(value: JsonValue, name: string, isData = true): JsonValue {
    if (typeof value === 'string') {
      if (isData && value !== '' && isSecretName(name, this.#parts.secretFields)) return this.takeSecret(name, value);
      return this.cleanText(value, name);
    }
    if (typeof value === 'number' && findCardNumbers(String(value)).length > 0) return this.takeSecret(name, String(value));
    if (Array.isArray(value)) return value.map((item) => this.clean(item, name, isData));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.clean(item, key, isData)]));
  }

  cleanText(text: string, name: string): string {
    let cleaned = text.replaceAll('${', () => '$${');
    for (const number of findCardNumbers(cleaned)) {
      const reference = this.takeSecret('card_number', number);
      cleaned = cleaned.replaceAll(number, () => reference);
    }
    return cleaned
      .replace(QUERY_PARAMETER, (whole, before: string, parameter: string, value: string) =>
        isSecretName(parameter, this.#parts.secretFields) && !value.includes('${')
          ? `${before}${parameter}=${this.takeSecret(`${name}_${parameter}`, value)}`
          : whole,
      )
      .replace(ADDRESS, (address) => (this.isOwn(address) ? address : this.#nameApp(address)));
  }

  /** A reference to what stands for a secret: a key of the lane where the app has it from its environment, else a name that somebody sets. */
  takeSecret(field: string, value: string): string {
    const known = this.#names.get(`secret ${field} ${value}`);
    if (known !== undefined) return known;
    const name = this.#freeName(toName(field));
    const upper = toName(field).toUpperCase();
    const own = Object.keys(this.#parts.env).find((variable) => variable.endsWith(`_${upper}`));
    if (own === undefined) {
      const asked = `${toName(this.#parts.prefix)}_${name}`.toUpperCase();
      this.#asked.add(asked);
      this.#values.set(name, `\${env.${asked}}`);
    } else this.#values.set(name, `\${env.${own}}`);
    this.#names.set(`secret ${field} ${value}`, `\${${name}}`);
    return `\${${name}}`;
  }

  /** The app listens somewhere else on the next machine, so its address is said once. */
  #nameApp(address: string): string {
    const known = this.#names.get(`app ${address}`);
    if (known !== undefined) return known;
    const plain = address.replace(
      URL_CREDENTIALS,
      (_whole, scheme: string, credentials: string) => `${scheme}${this.takeSecret('app_credentials', credentials)}@`,
    );
    const name = this.#freeName('app');
    this.#values.set(name, plain);
    this.#names.set(`app ${address}`, `\${${name}}`);
    return `\${${name}}`;
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#values.has(name); number++) name = `${wanted}_${number}`;
    return name;
  }
}

/** A name for a variable: letters, digits and underscores. */
function toName(field: string): string {
  const name = field
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  return /^[a-z]/.test(name) && !['run', 'env', 'lane', 'payment'].includes(name) ? name : `value_${name}`;
}
