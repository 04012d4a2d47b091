import type { CookieJar } from 'tough-cookie';
import type { Payment } from '../../domain/payment.js';
import type { Header } from '../../protocol/records.js';

/** A jar that is being made: its library knows every public suffix, and most runs of a stage need no cookie. */
export type Jar = Promise<CookieJar>;

/** One cookie jar for each payment's customer, in memory. A jar goes when the state lets go of its payment. */
export class CookieJars {
  readonly #jars = new WeakMap<Payment, Jar>();

  of(payment: Payment): Jar {
    const known = this.#jars.get(payment);
    if (known) return known;
    const jar = createJar();
    this.#jars.set(payment, jar);
    return jar;
  }
}

/** An empty jar that behaves as a browser's: `Secure` cookies live on loopback too, nameless ones are taken, prefixes count. */
export async function createJar(): Jar {
  const { CookieJar } = await import('tough-cookie');
  return new CookieJar(undefined, { looseMode: true, allowSpecialUseDomain: true, allowSecureOnLocal: true });
}

/** The `Cookie` header of a request; empty when the jar has nothing for it. `from`: the page that the customer comes from, if any. */
export async function readCookies(jar: Jar, url: string, method: string, from: string | null): Promise<string> {
  const { judgeSite } = await import('./same-site.js');
  return (await jar).getCookieString(url, { sameSiteContext: judgeSite(url, method, from) });
}

/** Keeps what a reply sets. A cookie that a browser would refuse is dropped without a word, as it is there. */
export async function keepCookies(jar: Jar, url: string, headers: readonly Header[]): Promise<void> {
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'set-cookie') await (await jar).setCookie(value, url, { ignoreError: true });
  }
}
