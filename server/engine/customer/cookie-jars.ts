import { CookieJar } from 'tough-cookie';
import type { Payment } from '../../domain/payment.js';
import type { Header } from '../../protocol/records.js';
import { judgeSite } from './same-site.js';

/** One cookie jar for each payment's customer, in memory. A jar goes when the state lets go of its payment. */
export class CookieJars {
  readonly #jars = new WeakMap<Payment, CookieJar>();

  of(payment: Payment): CookieJar {
    const known = this.#jars.get(payment);
    if (known) return known;
    const jar = createJar();
    this.#jars.set(payment, jar);
    return jar;
  }
}

/** An empty jar that behaves as a browser's: `Secure` cookies live on loopback too, nameless ones are taken, prefixes count. */
export function createJar(): CookieJar {
  return new CookieJar(undefined, { looseMode: true, allowSpecialUseDomain: true, allowSecureOnLocal: true });
}

/** The `Cookie` header of a request; empty when the jar has nothing for it. `from`: the page that the customer comes from, if any. */
export function readCookies(jar: CookieJar, url: string, method: string, from: string | null): Promise<string> {
  return jar.getCookieString(url, { sameSiteContext: judgeSite(url, method, from) });
}

/** Keeps what a reply sets. A cookie that a browser would refuse is dropped without a word, as it is there. */
export async function keepCookies(jar: CookieJar, url: string, headers: readonly Header[]): Promise<void> {
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'set-cookie') await jar.setCookie(value, url, { ignoreError: true });
  }
}
