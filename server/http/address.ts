import { canParseUrl } from '../domain/can-parse-url.js';

/** Where the harness listens. Known in full only after listening, because port 0 means "any free one". */
export class Address {
  host: string;
  port: number;
  /** The scheme of everything the harness serves; TLS is a reverse proxy's business. */
  readonly scheme = 'http';

  readonly #publicName: string | undefined;

  /**
   * @param host an IPv6 address with or without brackets.
   * @param publicName what others call this machine, where `host` is not a name to call: `0.0.0.0` listens everywhere and is nobody's address.
   */
  constructor(host: string, port: number, publicName?: string) {
    this.host = toPlainHost(host);
    this.port = port;
    this.#publicName = publicName;
  }

  get isLoopback(): boolean {
    return isLoopbackName(this.host);
  }

  /** Base URL for people and apps, without trailing slash. Loopback is called `localhost`, which every browser trusts. */
  get publicUrl(): string {
    return `${this.scheme}://${this.#name}:${this.port}`;
  }

  get #name(): string {
    if (this.isLoopback) return 'localhost';
    if (this.#isEverywhere) return this.#publicName ?? 'localhost';
    return this.hostInUrl;
  }

  /** As it stands in URLs and in a Host header. */
  get hostInUrl(): string {
    return this.host.includes(':') ? `[${this.host}]` : this.host;
  }

  providerUrl(provider: string): string {
    return `${this.publicUrl}/${provider}`;
  }

  /** The same routes on an origin of their own. Browsers and curl resolve `*.localhost`; Node on a bare Linux does not. */
  providerHostUrl(provider: string): string {
    return `${this.scheme}://${provider}.localhost:${this.port}`;
  }

  /** The pages as the harness itself reaches them: the name that others know it by may lead elsewhere from here. */
  pagesUrl(provider: string, isHostForm: boolean): string {
    if (isHostForm && (this.isLoopback || this.#isEverywhere)) return this.providerHostUrl(provider);
    return `${this.ownUrl}/${provider}`;
  }

  /** Base URL at which the harness reaches itself, for the same reason. */
  get ownUrl(): string {
    return this.#isEverywhere ? `${this.scheme}://localhost:${this.port}` : this.publicUrl;
  }

  get #isEverywhere(): boolean {
    return this.host === '0.0.0.0' || this.host === '::';
  }

  /** A built-in receiver. */
  binUrl(name: string): string {
    return `${this.publicUrl}/_paystage/bin/${name}`;
  }

  get streamUrl(): string {
    return `${this.publicUrl.replace(/^http/, 'ws')}/_paystage/stream`;
  }
}

/** An IPv6 address without brackets, as the system takes it, and in the form that browsers and clients give it whichever way it was written. */
function toPlainHost(host: string): string {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  const url = `http://[${plain}]`;
  return plain.includes(':') && canParseUrl(url) ? new URL(url).hostname.slice(1, -1) : plain;
}

export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1';
}
